package dev.oneping.presence.device;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Device;
import dev.oneping.presence.store.PresenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Removes a device for good: its credentials first, so that it cannot come back, then its registration and sessions, then its
 * connections. Credentials are revoked even if the device is unknown: one that was stolen may be offline.
 */
@Singleton
public class DeviceRemoval {

    private final DeviceRegistry registry;
    private final PresenceStore store;
    private final DeviceTokens tokens;
    private final Event<DeviceRevoked> revoked;

    DeviceRemoval(DeviceRegistry registry, PresenceStore store, DeviceTokens tokens, Event<DeviceRevoked> revoked) {
        this.registry = registry;
        this.store = store;
        this.tokens = tokens;
        this.revoked = revoked;
    }

    /** Removes a device; false if it was neither registered nor connected. */
    Uni<Boolean> remove(UserRef user, DeviceId device) {
        return tokens.revoke(user, device)
                .chain(() -> store.load(user))
                .map(now -> now.device(device).map(Device::sessions).orElse(List.of()))
                .chain(sessions -> registry.remove(user, device)
                        .invoke(removed -> revoked.fire(new DeviceRevoked(user, device, sessions))));
    }

    /**
     * Removes all devices of a user for good, registered or connected.
     *
     * @return how many there were
     */
    public Uni<Integer> removeAll(UserRef user) {
        return store.load(user)
                .chain(now -> Multi.createFrom()
                        .iterable(now.devices())
                        .onItem()
                        .transformToUniAndConcatenate(device -> remove(user, device.id()))
                        .collect()
                        .asList()
                        .map(List::size));
    }
}
