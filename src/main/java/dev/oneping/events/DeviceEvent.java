package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.oneping.model.DeviceId;

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

    /** A device's registration was removed. */
    record Removed(DeviceId device) implements DeviceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "device.removed";
        }
    }
}
