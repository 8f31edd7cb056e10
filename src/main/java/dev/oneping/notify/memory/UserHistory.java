package dev.oneping.notify.memory;

import dev.oneping.model.DeviceId;
import dev.oneping.rules.History;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a person at one instant.
 *
 * @param version grows by one with each interruption that is added; what is decided on it counts only while it is the same
 * @param history how the person was interrupted lately; empty where the rules do not ask for it
 * @param habits  how the person answers on each device at this hour; empty where the rules do not ask for it
 */
public record UserHistory(long version, History history, Map<DeviceId, Habit> habits) {

    /** Nothing. */
    public static final UserHistory NONE = new UserHistory(0, History.NONE, Map.of());

    public UserHistory {
        habits = Map.copyOf(habits);
    }

    /** How the person answers on that device. */
    public Habit habit(DeviceId device) {
        return habits.getOrDefault(device, Habit.NONE);
    }

    /**
     * How a person answers on one device.
     *
     * @param lastAckAt when last; null if not lately
     * @param chance    that an answer comes within the ack window at this hour, 0 to 1; null where too little is known
     */
    public record Habit(
            @Nullable Instant lastAckAt, @Nullable Double chance) {

        /** Nothing is known. */
        public static final Habit NONE = new Habit(null, null);
    }
}
