package dev.oneping.presence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an app says of a device.
 *
 * @param platform     for example {@code web}, {@code ios}
 * @param kind         for example {@code desktop}, {@code phone}
 * @param name         for people to read
 * @param registeredAt when it was registered first
 * @param push         by which it is reached without a session; null if it is not
 */
record DeviceRegistration(
        String platform,
        @Nullable String kind,
        @Nullable String name,
        Instant registeredAt,
        @Nullable SealedAddress push) {

    DeviceRegistration reachedBy(@Nullable SealedAddress address) {
        return new DeviceRegistration(platform, kind, name, registeredAt, address);
    }
}
