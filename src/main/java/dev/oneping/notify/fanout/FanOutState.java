package dev.oneping.notify.fanout;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a notification for many people has come. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FanOutState.Spreading.class, name = "spreading"),
    @JsonSubTypes.Type(value = FanOutState.Watching.class, name = "watching"),
    @JsonSubTypes.Type(value = FanOutState.Asking.class, name = "asking"),
    @JsonSubTypes.Type(value = FanOutState.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = FanOutState.Closing.class, name = "closing"),
    @JsonSubTypes.Type(value = FanOutState.Over.class, name = "over")
})
public sealed interface FanOutState {

    /** How many people have been given it. */
    Tally tally();

    /** Why what is still open of it is called off; none while it goes on. */
    default Optional<String> ending() {
        return switch (this) {
            case Closing closing -> Optional.of(closing.reason());
            case Over over -> Optional.of(over.reason());
            case Spreading ignored -> Optional.empty();
            case Watching ignored -> Optional.empty();
            case Asking ignored -> Optional.empty();
            case Waiting ignored -> Optional.empty();
        };
    }

    /**
     * People.
     *
     * @param asked   who have been given it
     * @param refused who could not take it, for too much was open for them
     */
    record Tally(long asked, long refused) {

        static final Tally NOBODY = new Tally(0, 0);

        Tally plus(long given, long turnedDown) {
            return new Tally(asked + given, refused + turnedDown);
        }
    }

    /**
     * It is given to everyone, batch by batch.
     *
     * @param after  the last one of the batch before; null at the beginning
     * @param caller whose policy came to ask everyone, after others may have been asked alone; null where all are asked anyway
     */
    record Spreading(@Nullable UserId after, @Nullable UserId caller, Tally tally) implements FanOutState {}

    /**
     * Everyone has been given it.
     *
     * @param caller as of {@link Spreading}
     */
    record Watching(@Nullable UserId caller, Tally tally) implements FanOutState {}

    /**
     * One person is being asked.
     *
     * @param user  the person
     * @param part  what the person has been given
     * @param asked everyone asked so far, the last one last
     * @param until when the next one is asked
     */
    record Asking(UserId user, NotificationId part, List<UserId> asked, Instant until, long refused)
            implements FanOutState {
        /** Copies the people. */
        public Asking {
            asked = List.copyOf(asked);
        }

        @Override
        public Tally tally() {
            return new Tally(asked.size() - refused, refused);
        }
    }

    /** Nobody of those who have not been asked can be reached at the moment. */
    record Waiting(List<UserId> asked, long refused) implements FanOutState {
        /** Copies the people. */
        public Waiting {
            asked = List.copyOf(asked);
        }

        @Override
        public Tally tally() {
            return new Tally(asked.size() - refused, refused);
        }
    }

    /** What is still open of it is being called off. */
    record Closing(FanOutEnd end, String reason, @Nullable UserId by, Tally tally) implements FanOutState {}

    /** Nothing more will be done. */
    record Over(FanOutEnd end, String reason, @Nullable UserId by, Tally tally, Instant at) implements FanOutState {}
}
