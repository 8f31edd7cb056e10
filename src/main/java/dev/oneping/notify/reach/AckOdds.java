package dev.oneping.notify.reach;

import dev.oneping.model.ActivityKind;
import dev.oneping.notify.memory.UserHistory.Habit;
import dev.oneping.presence.Device;
import java.time.Duration;

/**
 * The chance that a user answers on a device, and the expected time. Both start from the attention level; the known
 * habit at this hour of the day counts as much. They are estimates for comparison, not a promise, and the rules never
 * use them.
 *
 * @param chance   the chance of any answer, 0 to 1
 * @param expected the expected time until the answer
 */
record AckOdds(double chance, Duration expected) {

    private static final double LEARNED_WEIGHT = 0.5;
    private static final double UNDISTURBED = 0.5;
    private static final double DYING = 0.5;
    private static final int DYING_MINUTES = 5;

    static AckOdds of(Device device, Habit habit) {
        AckOdds seen = byAttention(device);
        double chance = habit.chance() == null
                ? seen.chance
                : seen.chance * (1 - LEARNED_WEIGHT) + habit.chance() * LEARNED_WEIGHT;
        if (device.activity().is(ActivityKind.DO_NOT_DISTURB)) {
            chance *= UNDISTURBED;
        }
        if (device.minutesLeft() != null && device.minutesLeft() < DYING_MINUTES) {
            chance *= DYING;
        }
        return new AckOdds(
                Math.round(chance * 100) / 100.0,
                device.activity().isBusy() ? seen.expected.multipliedBy(4) : seen.expected);
    }

    /**
     * Returns the odds for an attention level. A doubtful level counts less; an offline device leaves only the chance
     * that the user comes back.
     */
    private static AckOdds byAttention(Device device) {
        if (!device.online()) {
            return new AckOdds(0.02, Duration.ofHours(2));
        }
        double sure = device.attention().confidence();
        return switch (device.attention().state()) {
            case ACTIVE -> new AckOdds(0.6 + 0.3 * sure, Duration.ofSeconds(15));
            case PASSIVE -> new AckOdds(0.4 + 0.3 * sure, Duration.ofSeconds(60));
            case UNKNOWN -> new AckOdds(0.25, Duration.ofMinutes(5));
            case AWAY -> new AckOdds(0.25 - 0.1 * sure, Duration.ofMinutes(15));
        };
    }
}
