package dev.oneping.presence.device;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.preference.Preferences;
import dev.oneping.presence.preference.QuietHours;
import dev.oneping.testing.House;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** Sets users' addresses in a service that a test has built. */
public final class Addresses {

    private final DeviceRegistry registry;

    public Addresses(House house) {
        registry = house.get(DeviceRegistry.class);
    }

    /** Registers a device with an address. */
    public void register(UserRef user, DeviceId device, PushAddress address) {
        registry.register(
                        user, device, Optional.of("android"), Optional.empty(), Optional.empty(), Optional.of(address))
                .await()
                .indefinitely();
    }

    /** Sets a user's address on a channel. */
    public void reach(UserRef user, String channel, String address) {
        registry.setContact(user, channel, address).await().indefinitely();
    }

    /** Sets a user's quiet hours in UTC. */
    public void quietHours(UserRef user, String from, String to) {
        QuietHours hours = new QuietHours(LocalTime.parse(from), LocalTime.parse(to));
        registry.setPreferences(user, new Preferences(ZoneOffset.UTC, hours, Map.of(), Map.of(), null))
                .await()
                .indefinitely();
    }
}
