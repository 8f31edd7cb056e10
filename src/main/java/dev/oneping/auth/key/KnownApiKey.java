package dev.oneping.auth.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is listed, without its secret.
 *
 * @param prefix     the first characters of the key; null for one that was chosen, or is older than this field
 * @param expiresAt  when it stops to be valid; null for never
 * @param networks   the CIDR blocks that it may be used from; null for everywhere
 * @param lastUsedAt when it was last used, to a minute; null if it never was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnownApiKey(
        String id,
        String name,
        List<Scope> scopes,
        Instant createdAt,
        @Nullable String prefix,
        @Nullable Instant expiresAt,
        @Nullable List<String> networks,
        @Nullable Instant lastUsedAt) {}
