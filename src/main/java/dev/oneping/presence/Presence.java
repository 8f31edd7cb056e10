package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person's devices with their sessions, attention and context at one instant.
 *
 * @param user        whose it is
 * @param version     grows with each change of what is stored; 0 where nothing is known. Attention also changes without a
 *                    new version, by the passing of time
 * @param attention   that of the most attentive device
 * @param devices     every device that is registered or online, the most attentive first
 * @param preferences what the person wishes
 * @param zone        where the person's wall clock is: what the preferences say, else what the most attentive device
 *                    says, else what a device said last; null if nobody ever did
 */
public record Presence(
        UserRef user,
        long version,
        Attention attention,
        List<Device> devices,
        Preferences preferences,
        @Nullable ZoneId zone) {

    /** Copies the devices. */
    public Presence {
        devices = List.copyOf(devices);
    }

    /** The device of that name. */
    public Optional<Device> device(DeviceId id) {
        return devices.stream().filter(device -> device.id().equals(id)).findFirst();
    }

    Presence at(long version) {
        return new Presence(user, version, attention, devices, preferences, zone);
    }
}
