package dev.oneping.sim;

import dev.oneping.model.Priority;
import dev.oneping.sim.Reactions.Sound;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Sums over notifications, from which every measure is a quotient; those of people can be added up, which the intervals need. */
final class Tally {

    private static final int LONGEST = 7_200;

    int notices;
    int personDays;
    int rings;
    int withAttended;
    int firstOnAttended;
    int soon;
    int never;
    int nobody;
    int asleep;
    int presenting;
    int afterSeen;
    int doubles;
    int reachable;
    int reached;

    /** Notifications by seconds until seen; the last counts all that took longer. */
    private final int[] delays = new int[LONGEST + 1];

    /**
     * Counts the outcomes of one person.
     *
     * @param reachable numbers of the critical notifications that could have been seen within five minutes
     */
    static Tally of(List<SimOutcome> outcomes, int days, Set<Integer> reachable) {
        Tally tally = new Tally();
        tally.personDays = days;
        outcomes.forEach(outcome ->
                tally.count(outcome, reachable.contains(outcome.notice().number())));
        return tally;
    }

    private void count(SimOutcome outcome, boolean canReach) {
        notices++;
        soon += outcome.seenWithin(120) ? 1 : 0;
        if (outcome.seenAt() < 0) {
            never++;
        } else {
            delays[Math.min(LONGEST, outcome.seenAt() - outcome.notice().at())]++;
        }
        doubles += outcome.isDouble() ? 1 : 0;
        if (outcome.notice().priority() == Priority.CRITICAL && canReach) {
            reachable++;
            reached += outcome.seenWithin(300) ? 1 : 0;
        }
        for (Sound sound : outcome.sounds()) {
            rings++;
            nobody += sound.near() ? 0 : 1;
            asleep += sound.asleep() ? 1 : 0;
            presenting += sound.presenting() ? 1 : 0;
            afterSeen += sound.afterSeen() ? 1 : 0;
        }
        if (!outcome.sounds().isEmpty()) {
            Sound first = outcome.sounds().getFirst();
            boolean attended = first.attended() >= 0 && !first.asleep();
            boolean atOnce = outcome.sounds().stream()
                    .filter(sound -> sound.at() == first.at())
                    .anyMatch(sound -> sound.device() == first.attended());
            withAttended += attended ? 1 : 0;
            firstOnAttended += attended && atOnce ? 1 : 0;
        }
    }

    void add(Tally other) {
        notices += other.notices;
        personDays += other.personDays;
        rings += other.rings;
        withAttended += other.withAttended;
        firstOnAttended += other.firstOnAttended;
        soon += other.soon;
        never += other.never;
        nobody += other.nobody;
        asleep += other.asleep;
        presenting += other.presenting;
        afterSeen += other.afterSeen;
        doubles += other.doubles;
        reachable += other.reachable;
        reached += other.reached;
        for (int index = 0; index < delays.length; index++) {
            delays[index] += other.delays[index];
        }
    }

    /** The median delay in seconds of all that were seen. */
    int median() {
        int half = Arrays.stream(delays).sum() / 2;
        int sum = 0;
        for (int index = 0; index < delays.length; index++) {
            sum += delays[index];
            if (sum > half) {
                return index;
            }
        }
        return LONGEST;
    }

    /** The mean of log-seconds until seen, 60·ln(1 + t/60); never seen counts as the longest. */
    double logSeconds() {
        double sum = never * 60 * Math.log(1 + LONGEST / 60.0);
        for (int index = 0; index < delays.length; index++) {
            sum += delays[index] * 60 * Math.log(1 + index / 60.0);
        }
        return sum / Math.max(1, notices);
    }
}
