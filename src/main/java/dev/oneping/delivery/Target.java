package dev.oneping.delivery;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an attempt goes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "by")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.Live.class, name = "sessions"),
    @JsonSubTypes.Type(value = Target.Push.class, name = "push"),
    @JsonSubTypes.Type(value = Target.Contact.class, name = "contact"),
    @JsonSubTypes.Type(value = Target.Everyone.class, name = Target.EVERYONE)
})
public sealed interface Target {

    /** The name of the channel by which devices without a session are reached. */
    String PUSH = "push";

    /** What stands for a channel where everybody else in the group is asked; the scripts of parts know it. */
    String EVERYONE = "everyone";

    /** The device, if it is one, whatever the way to it; null where nothing can be taken away again. */
    @Nullable
    DeviceId device();

    /** What takes it there, as callers are told; null for live sessions, which need nothing. */
    @Nullable
    String channel();

    /** Whether both are the same place to a person, so that the one shows what the other did. */
    default boolean isSamePlace(Target other) {
        return device() != null ? device().equals(other.device()) : equals(other);
    }

    /**
     * A device, by the sessions that it has.
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

    /** Where a channel takes it. */
    sealed interface Outbound extends Target {
        @Override
        String channel();
    }

    /** A device without a session, by the push service that knows it. */
    record Push(DeviceId device) implements Outbound {
        @Override
        public String channel() {
            return PUSH;
        }
    }

    /**
     * The person's address on a channel.
     *
     * @param channel for example {@code email}, or the name that an app gave to its own
     */
    record Contact(String channel) implements Outbound {
        @Override
        public @Nullable DeviceId device() {
            return null;
        }
    }

    /**
     * Everybody else in the group: each of them is given a notification of their own, which the script that begins this
     * attempt asks for. The device that shows this one goes on showing it.
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
