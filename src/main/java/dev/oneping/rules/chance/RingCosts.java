package dev.oneping.rules.chance;

import dev.oneping.model.Priority;
import java.time.Duration;

/**
 * The costs of a ring and the limits of ringing, in multiples of its price.
 *
 * @param weight       the weight of the time until a notification is seen
 * @param patience     the price of a ring in log-seconds; the higher, the calmer
 * @param unsure       the cost added where nobody is near, times the chance that it is not noticed
 * @param asleep       the cost added for a user who is asleep, times the probability of that
 * @param quietHours   the cost added in the user's quiet hours
 * @param presenting   the cost added while others see the user's screen
 * @param call         the cost added during a call
 * @param again        the factor for each earlier ring of the notification
 * @param late         the factor after {@code lateAfter}
 * @param lateAfter    the time after which a ring is late
 * @param leastChance  the chance below which no device rings
 * @param sameDevice   the seconds without a further ring on a device that rang
 * @param growth       the factor on these seconds for each further ring there
 * @param leastUnseen  the probability that it is unseen, below which a natural break is no reason to ring again
 */
public record RingCosts(
        ByPriority weight,
        ByPriority patience,
        double unsure,
        ByPriority asleep,
        ByPriority quietHours,
        ByPriority presenting,
        ByPriority call,
        ByPriority again,
        ByPriority late,
        Duration lateAfter,
        ByPriority leastChance,
        ByPriority sameDevice,
        ByPriority growth,
        double leastUnseen) {

    /**
     * The circumstances that make a ring more expensive.
     *
     * @param asleep     the probability that the user is asleep
     * @param quiet      whether the user is in quiet hours
     * @param presenting whether others see the user's screen
     * @param call       whether the user is in a call
     * @param rings      the number of rings of the notification so far
     * @param late       whether a ring is late
     */
    public record Circumstances(
            double asleep, boolean quiet, boolean presenting, boolean call, int rings, boolean late) {}

    /** The price of a ring with that chance, in log-seconds. */
    public double price(Priority priority, double patience, double chance, Circumstances now) {
        double cost = 1 + unsure * (1 - chance) + asleep.of(priority) * now.asleep();
        if (now.quiet()) {
            cost += quietHours.of(priority);
        }
        if (now.presenting()) {
            cost += presenting.of(priority);
        }
        if (now.call()) {
            cost += call.of(priority);
        }
        double repeated = now.rings() == 0 ? 1 : Math.pow(again.of(priority), now.rings());
        return patience * cost * repeated * (now.late() ? late.of(priority) : 1);
    }

    /** The seconds after the last ring on a device in which it does not ring again. */
    public double restOf(Priority priority, int ringsThere) {
        return ringsThere == 0 ? 0 : sameDevice.of(priority) * Math.pow(growth.of(priority), ringsThere - 1);
    }
}
