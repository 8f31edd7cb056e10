package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The progress of a running attempt on its way to the user. No step of it is the user's answer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeliveryProgress.Shown.class, name = "shown"),
    @JsonSubTypes.Type(value = DeliveryProgress.Sending.class, name = "sending"),
    @JsonSubTypes.Type(value = DeliveryProgress.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = DeliveryProgress.Received.class, name = "received")
})
public sealed interface DeliveryProgress {

    /** Returns the instant at which the device confirmed receipt; null before. */
    default @Nullable Instant receivedAt() {
        return null;
    }

    /** Returns the instant at which the channel's provider accepted it; null before, and if there is no provider. */
    default @Nullable Instant acceptedAt() {
        return null;
    }

    /** Frames were sent to live sessions. */
    record Shown() implements DeliveryProgress {}

    /**
     * The attempt is being handed to the channel's provider.
     *
     * @param tries the number of hand-overs begun
     * @param next  when it is handed over again if no result is known by then, because the sending process may have
     *              died
     */
    record Sending(int tries, Instant next) implements DeliveryProgress {}

    /** The channel's provider accepted it. Whether it reaches the user is not known. */
    record Accepted(Instant at) implements DeliveryProgress {
        @Override
        public Instant acceptedAt() {
            return at;
        }
    }

    /** The device confirmed receipt. */
    record Received(Instant at) implements DeliveryProgress {
        @Override
        public Instant receivedAt() {
            return at;
        }
    }
}
