package dev.oneping.connection.admission;

import dev.oneping.connection.DeviceAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated device.
 *
 * @param address   the device
 * @param expiresAt when its credential expires; null if it does not
 * @param tokenId   the id of its token; null if that has none
 */
public record AdmittedDevice(
        DeviceAddress address,
        @Nullable Instant expiresAt,
        @Nullable String tokenId) {}
