package dev.oneping.events;

import dev.oneping.model.DeviceId;
import java.util.List;

/** Not what happened, but how things stand: for subscribers that ask for it, so that they know where they begin. */
public sealed interface StateEvent extends Event {

    /**
     * Somebody's presence.
     *
     * @param attention that of the most attentive device
     * @param devices   every device that is registered or online
     */
    @EventType(
            name = "presence.state",
            means = "A person's presence as it is, sent once to a subscription that asked for it by send_state.")
    record PresenceState(String attention, List<DeviceState> devices) implements StateEvent {
        /** Copies the devices. */
        public PresenceState {
            devices = List.copyOf(devices);
        }
    }

    /** One device. */
    record DeviceState(DeviceId device, boolean online, String attention) {}
}
