package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The target of an attempt. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Live.class, name = "sessions"),
    @JsonSubTypes.Type(value = Target.Push.class, name = "push"),
    @JsonSubTypes.Type(value = Target.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = Target.Everyone.class, name = Target.EVERYONE)
})
public sealed interface Target {

    /** The name of the channel that reaches devices without a session. */
    String PUSH = "push";

    /** The channel name for notifying all other members of the group; the scripts of fan-outs know it. */
    String EVERYONE = "everyone";

    /** Returns the device, whatever the way to it; null if the target is none, so that nothing can be retracted. */
    @Nullable
    DeviceId device();

    /** Returns the channel as callers see it; null for live sessions, which need none. */
    @Nullable
    String channel();

    /** Returns a device as a target, through all sessions that it has. */
    static Live live(DeviceId device) {
        return new Live(device, List.of());
    }

    /** Returns whether both are the same place to the user, so that the one shows what the other did. */
    default boolean isSamePlace(Target other) {
        return device() != null ? device().equals(other.device()) : equals(other);
    }

    /**
     * A device, reached through its live sessions.
     *
     * @param device   the device
     * @param sessions its live sessions when the attempt began, the most attentive first
     */
    record Live(DeviceId device, List<SessionLocation> sessions) implements Target {
        /** Copies the sessions. */
        public Live {
            sessions = List.copyOf(sessions);
        }

        @Override
        public @Nullable String channel() {
            return null;
        }
    }

    /** A target that a channel reaches. */
    sealed interface Outbound extends Target {
        @Override
        String channel();
    }

    /** A device without a session, reached through the push service that it registered with. */
    record Push(DeviceId device) implements Outbound {
        @Override
        public String channel() {
            return PUSH;
        }
    }

    /**
     * The user's address on a channel.
     *
     * @param channel for example {@code email}, or the name of an app's own channel
     */
    record Contact(String channel) implements Outbound {
        @Override
        public @Nullable DeviceId device() {
            return null;
        }
    }

    /**
     * All other members of the group: each of them gets a notification of their own, which the script that begins this
     * attempt requests. The device that shows this one keeps showing it.
     */
    record Everyone() implements Target {
        @Override
        public @Nullable DeviceId device() {
            return null;
        }

        @Override
        public String channel() {
            return EVERYONE;
        }
    }
}
