package dev.oneping.notify.fanout;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The progress of a notification for many users. */
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

    /** Returns the number of users who were given it. */
    Tally tally();

    /** Returns why the open parts are being cancelled; empty while the fan-out continues. */
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
     * A count of users.
     *
     * @param asked   the users who were given it
     * @param refused the users who could not take it, because they had too many open notifications
     */
    record Tally(long asked, long refused) {

        static final Tally NOBODY = new Tally(0, 0);

        Tally plus(long given, long turnedDown) {
            return new Tally(asked + given, refused + turnedDown);
        }
    }

    /**
     * The notification is being given to everyone, batch by batch.
     *
     * @param after  the last user of the previous batch; null at the beginning
     * @param caller the user whose policy escalated to everyone, after others may have been asked alone; null if
     *               everyone is asked from the beginning
     */
    record Spreading(@Nullable UserId after, @Nullable UserId caller, Tally tally) implements FanOutState {}

    /**
     * Everyone was given it.
     *
     * @param caller as in {@link Spreading}
     */
    record Watching(@Nullable UserId caller, Tally tally) implements FanOutState {}

    /**
     * One user is being asked.
     *
     * @param user  the user
     * @param part  the user's part
     * @param asked everyone asked so far, the last one last
     * @param until when the next user is asked
     */
    record Asking(UserId user, NotificationId part, List<UserId> asked, Instant until, long refused)
            implements FanOutState {
        /** Copies the users. */
        public Asking {
            asked = List.copyOf(asked);
        }

        @Override
        public Tally tally() {
            return new Tally(asked.size() - refused, refused);
        }
    }

    /** None of the members who have not been asked can be reached at the moment. */
    record Waiting(List<UserId> asked, long refused) implements FanOutState {
        /** Copies the users. */
        public Waiting {
            asked = List.copyOf(asked);
        }

        @Override
        public Tally tally() {
            return new Tally(asked.size() - refused, refused);
        }
    }

    /** The open parts are being cancelled. */
    record Closing(FanOutEnd end, String reason, @Nullable UserId by, Tally tally) implements FanOutState {}

    /** The fan-out has ended. */
    record Over(FanOutEnd end, String reason, @Nullable UserId by, Tally tally, Instant at) implements FanOutState {}
}
