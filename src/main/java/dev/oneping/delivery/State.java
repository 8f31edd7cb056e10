package dev.oneping.delivery;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a notification is in its life. What may be done to it is what {@link Moves} offers for an open state; an end is
 * an end, but for a person who saw it and then acts.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = State.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = State.Held.class, name = "held"),
    @JsonSubTypes.Type(value = State.Delivering.class, name = "delivering"),
    @JsonSubTypes.Type(value = State.Ended.class, name = "ended")
})
public sealed interface State {

    /** The attempts that are over, oldest first. */
    List<Attempt> past();

    /** The device that shows it at the moment, by the last attempt; none before the first. */
    default Optional<Attempt> shown() {
        return past().isEmpty() ? Optional.empty() : Optional.of(past().getLast());
    }

    /** A state in which something is still to come. */
    sealed interface Open extends State {}

    /** Stored, but not yet decided on. */
    record Accepted() implements Open {
        @Override
        public List<Attempt> past() {
            return List.of();
        }
    }

    /**
     * Waiting for a condition or a time. A device that showed it last still does.
     *
     * @param reason why, as a stable code
     * @param since  since when
     * @param until  when it is decided again at the latest
     */
    record Held(String reason, Instant since, Instant until, List<Attempt> past) implements Open {
        /** Copies the attempts. */
        public Held {
            past = List.copyOf(past);
        }
    }

    /** On a device, waiting for a person's answer. */
    record Delivering(Attempt attempt, List<Attempt> past) implements Open {
        /** Copies the attempts. */
        public Delivering {
            past = List.copyOf(past);
        }

        @Override
        public Optional<Attempt> shown() {
            return Optional.of(attempt);
        }

        /** All attempts, this one given up for a reason. */
        List<Attempt> givenUp(String reason) {
            List<Attempt> all = new ArrayList<>(past);
            all.add(attempt.over(reason));
            return all;
        }
    }

    /**
     * Over.
     *
     * @param outcome how
     * @param reason  why, where the outcome does not say it all; null otherwise
     * @param by      the device on which a person answered; null if none did
     * @param at      when
     */
    record Ended(
            Outcome outcome,
            @Nullable String reason,
            @Nullable DeviceId by,
            Instant at,
            List<Attempt> past) implements State {
        /** Copies the attempts. */
        public Ended {
            past = List.copyOf(past);
        }
    }
}
