package dev.oneping.presence.person;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device's registration by an app.
 *
 * @param platform     for example {@code web}, {@code ios}
 * @param kind         for example {@code desktop}, {@code phone}
 * @param name         a display name
 * @param registeredAt when it was first registered
 * @param push         its push address; null if it has none
 */
public record DeviceRegistration(
        String platform,
        @Nullable String kind,
        @Nullable String name,
        Instant registeredAt,
        @Nullable SealedAddress push) {

    public DeviceRegistration withPush(@Nullable SealedAddress address) {
        return new DeviceRegistration(platform, kind, name, registeredAt, address);
    }
}
