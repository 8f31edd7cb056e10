package dev.oneping.delivery;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far a running attempt has come on its way to the person. None of it is a person's answer. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeliveryProgress.Shown.class, name = "shown"),
    @JsonSubTypes.Type(value = DeliveryProgress.Sending.class, name = "sending"),
    @JsonSubTypes.Type(value = DeliveryProgress.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = DeliveryProgress.Received.class, name = "received")
})
public sealed interface DeliveryProgress {

    /** When the device said that it has it; null until then. */
    default @Nullable Instant receivedAt() {
        return null;
    }

    /** When the channel's provider took it; null before, and where there is no provider. */
    default @Nullable Instant acceptedAt() {
        return null;
    }

    /** Frames were sent to live sessions. */
    record Shown() implements DeliveryProgress {}

    /**
     * It is being handed to the channel's provider.
     *
     * @param tries how often that was begun
     * @param next  when it is begun again if nobody has said what came of it: its process may have died
     */
    record Sending(int tries, Instant next) implements DeliveryProgress {}

    /** The channel's provider took it. Whether it ever reaches the person, nobody knows. */
    record Accepted(Instant at) implements DeliveryProgress {
        @Override
        public Instant acceptedAt() {
            return at;
        }
    }

    /** The device says that it has it. */
    record Received(Instant at) implements DeliveryProgress {
        @Override
        public Instant receivedAt() {
            return at;
        }
    }
}
