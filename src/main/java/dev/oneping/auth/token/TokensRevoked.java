package dev.oneping.auth.token;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import org.jspecify.annotations.Nullable;

/**
 * A CDI event: tokens of a user were revoked, on this node or another. Fired on every node that is connected to Redis.
 *
 * @param device  the device whose tokens they are; null for all of the user's
 * @param tokenId the id of the only token that was revoked; null for all
 */
public record TokensRevoked(
        UserRef user, @Nullable DeviceId device, @Nullable String tokenId) {}
