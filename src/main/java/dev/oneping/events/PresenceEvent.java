package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.oneping.model.DeviceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a person's presence. */
public sealed interface PresenceEvent extends Event {

    /** A device has its first live session. */
    record Online(DeviceId device) implements PresenceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "presence.device.online";
        }
    }

    /**
     * A device has lost its last session.
     *
     * @param reason {@code closed} by the client or the server, {@code lease_expired}, or {@code device_removed}
     */
    record Offline(DeviceId device, String reason) implements PresenceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "presence.device.offline";
        }
    }

    /** A device has come into a place that the person has named, and stayed long enough. */
    record PlaceEntered(DeviceId device, String place) implements PresenceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "presence.place.entered";
        }
    }

    /** A device has left a place that the person has named, or the place has lost its name. */
    record PlaceLeft(DeviceId device, String place) implements PresenceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "presence.place.left";
        }
    }

    /**
     * Others may see another part of the person than before.
     *
     * @param invisible whether they see nothing at all
     * @param hidden    the online devices that they do not see
     */
    record VisibilityChanged(boolean invisible, List<DeviceId> hidden) implements PresenceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "presence.visibility.changed";
        }
    }

    /**
     * The wish to be told once when the person is there has come true, and is over with that.
     *
     * @param watch  the wish's name
     * @param device the device that the person is at
     * @param kind   what that is to people, for example {@code desktop}
     */
    record Available(String watch, DeviceId device, String kind) implements PresenceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "presence.available";
        }
    }

    /**
     * The person's attention, the best of all devices, is another than before.
     *
     * @param attention the state now, in lower case
     * @param previous  the state before
     * @param device    the device that has it; null where none has
     */
    record AttentionChanged(
            String attention, String previous, @Nullable DeviceId device) implements PresenceEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "presence.attention.changed";
        }
    }
}
