package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import org.jspecify.annotations.Nullable;

/** What became of a person's registered devices. */
public sealed interface DeviceEvent extends Event {

    /** A device was registered for the first time. */
    record Registered(DeviceId device, String platform) implements DeviceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "device.registered";
        }
    }

    /**
     * The battery of a device that shows a notification will soon be empty, so the notification was handed over to another.
     *
     * @param level       how full the battery is, 0 to 1; null if not known
     * @param minutesLeft how long it lasts, by the rate measured
     */
    record AtRisk(
            DeviceId device,
            NotificationId notification,
            @Nullable Double level,
            int minutesLeft) implements DeviceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "device.at_risk";
        }
    }

    /** A device's registration was removed. */
    record Removed(DeviceId device) implements DeviceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "device.removed";
        }
    }
}
