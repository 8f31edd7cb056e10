package dev.oneping.events;

import dev.oneping.model.DeviceId;
import java.util.List;

/** A snapshot of current state, not a change, for subscribers that ask for an initial state. */
public sealed interface StateEvent extends Event {

    /**
     * A user's presence.
     *
     * @param attention the attention of the most attentive device
     * @param devices   all devices that are registered or online
     */
    @EventType(
            name = "presence.state",
            means = "A user's current presence, sent once to a subscription that requested it with send_state.")
    record PresenceState(String attention, List<DeviceState> devices) implements StateEvent {
        /** Copies the devices. */
        public PresenceState {
            devices = List.copyOf(devices);
        }
    }

    /** One device. */
    record DeviceState(DeviceId device, boolean online, String attention) {}
}
