package dev.oneping.privacy;

import dev.oneping.model.UserId;
import java.time.Instant;
import java.util.Map;

/**
 * The proof that a user's data was erased.
 *
 * @param erasedAt               the time of the last scan
 * @param devicesRemoved         the devices whose credentials were revoked and whose connections were closed
 * @param notificationsCancelled the notifications that were open
 * @param keys                   how many keys were deleted, by kind
 * @param entries                how many entries were removed from keys that belong to others as well, by kind
 * @param remaining              how much the last scan of all keys has found: 0
 */
public record UserErasure(
        UserId user,
        Instant erasedAt,
        int devicesRemoved,
        int notificationsCancelled,
        Map<String, Long> keys,
        Map<String, Long> entries,
        long remaining) {}
