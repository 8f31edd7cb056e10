package dev.oneping.delivery;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a running attempt has come on its way to the person. None of it is a person's answer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Transit.Shown.class, name = "shown"),
    @JsonSubTypes.Type(value = Transit.Sending.class, name = "sending"),
    @JsonSubTypes.Type(value = Transit.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = Transit.Received.class, name = "received")
})
public sealed interface Transit {

    /** When the device said that it has it; null until then. */
    default @Nullable Instant receivedAt() {
        return null;
    }

    /** When the channel's provider took it; null before, and where there is no provider. */
    default @Nullable Instant acceptedAt() {
        return null;
    }

    /** Frames were sent to live sessions. */
    record Shown() implements Transit {}

    /**
     * It is being handed to the channel's provider.
     *
     * @param tries how often that was begun
     * @param next  when it is begun again if nobody has said what came of it: its process may have died
     */
    record Sending(int tries, Instant next) implements Transit {}

    /** The channel's provider took it. Whether it ever reaches the person, nobody knows. */
    record Accepted(Instant at) implements Transit {
        @Override
        public Instant acceptedAt() {
            return at;
        }
    }

    /** The device says that it has it. */
    record Received(Instant at) implements Transit {
        @Override
        public Instant receivedAt() {
            return at;
        }
    }
}
