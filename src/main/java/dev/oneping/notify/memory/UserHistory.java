package dev.oneping.notify.memory;

import dev.oneping.model.DeviceId;
import dev.oneping.rules.fact.History;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user's history at one instant.
 *
 * @param version grows by one with each added interruption; a decision based on it is valid only while it is unchanged
 * @param history the recent interruptions; empty if the rules do not use them
 * @param habits  the user's habits per device at this hour; empty if the rules do not use them
 */
public record UserHistory(long version, History history, Map<DeviceId, Habit> habits) {

    /** An empty history. */
    public static final UserHistory NONE = new UserHistory(0, History.NONE, Map.of());

    public UserHistory {
        habits = Map.copyOf(habits);
    }

    /** Returns the user's habit on that device. */
    public Habit habit(DeviceId device) {
        return habits.getOrDefault(device, Habit.NONE);
    }

    /**
     * A user's habit of answering on one device.
     *
     * @param lastAckAt the last ack; null if there was none lately
     * @param chance    the chance of an answer within the ack window at this hour, 0 to 1; null if too little is known
     */
    public record Habit(
            @Nullable Instant lastAckAt, @Nullable Double chance) {

        /** An unknown habit. */
        public static final Habit NONE = new Habit(null, null);
    }
}
