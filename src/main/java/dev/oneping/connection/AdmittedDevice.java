package dev.oneping.connection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An authenticated device.
 *
 * @param address   the device
 * @param expiresAt when its credential expires; null if it does not
 */
public record AdmittedDevice(
        DeviceAddress address, @Nullable Instant expiresAt) {}
