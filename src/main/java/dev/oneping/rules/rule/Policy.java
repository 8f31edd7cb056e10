package dev.oneping.rules.rule;

import dev.oneping.model.Priority;
import dev.oneping.rules.expression.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An escalation policy.
 *
 * @param steps      the steps in order, each with its condition
 * @param ring       the priorities that may make a sound
 * @param maxRounds  the number of passes through the steps
 * @param deadline   the time after the first attempt at which no new one starts; null for none but the expiry
 * @param bounds     the limits within which evidence may change an ack window
 * @param afterwards the effect on a notification when all rounds are over
 * @param chance     the choice by chance instead of the steps; null for the steps
 */
public record Policy(
        List<Rule<PolicyStep>> steps,
        Set<Priority> ring,
        int maxRounds,
        @Nullable Duration deadline,
        Bounds bounds,
        Afterwards afterwards,
        @Nullable ByChance chance) {

    /** A policy of steps. */
    public Policy(
            List<Rule<PolicyStep>> steps,
            Set<Priority> ring,
            int maxRounds,
            @Nullable Duration deadline,
            Bounds bounds,
            Afterwards afterwards) {
        this(steps, ring, maxRounds, deadline, bounds, afterwards, null);
    }

    /** The policy that every rule set has, and that replaces an unknown one. */
    public static final String DEFAULT = "default";

    public static final int MAX_STEPS = 20;
    public static final int MAX_ROUNDS = 20;

    public Policy {
        if (steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw new IllegalArgumentException("a policy has 1 to " + MAX_STEPS + " steps, not " + steps.size());
        }
        if (maxRounds < 1 || maxRounds > MAX_ROUNDS) {
            throw new IllegalArgumentException("max_rounds must be from 1 to " + MAX_ROUNDS + ", not " + maxRounds);
        }
        if (deadline != null && !deadline.isPositive()) {
            throw new IllegalArgumentException("deadline must be positive, but is " + deadline);
        }
        steps = List.copyOf(steps);
        ring = Set.copyOf(ring);
    }

    /** The policy of a file that only sets ack windows: one device after the other. */
    public static Policy oneAfterTheOther(String name, Map<Priority, Duration> ack, Set<Priority> ring) {
        return new Policy(
                List.of(
                        step(name, 1, new PolicyStep(new PolicyTarget.AttentiveDevice(), ack, 0)),
                        step(name, 2, new PolicyStep(new PolicyTarget.NextDevice(), ack, PolicyStep.MAX_REPEAT))),
                ring,
                1,
                null,
                Bounds.DEFAULT,
                Afterwards.HOLD);
    }

    /**
     * The step with that number. A policy that ends with a hold has an additional last step for devices that were not
     * tried yet.
     */
    public Rule<PolicyStep> step(int number) {
        return number <= steps.size()
                ? steps.get(number - 1)
                : new Rule<>(
                        "afterwards",
                        Condition.ALWAYS,
                        Rule.WhenUnknown.MATCH,
                        new PolicyStep(
                                new PolicyTarget.NextDevice(),
                                steps.getLast().then().ack(),
                                PolicyStep.MAX_REPEAT));
    }

    private static Rule<PolicyStep> step(String policy, int number, PolicyStep step) {
        return new Rule<>(policy + "/" + number, Condition.ALWAYS, Rule.WhenUnknown.MATCH, step);
    }

    /**
     * The limits within which evidence may change an ack window.
     *
     * @param floor     the minimum window of an attempt, regardless of reports from its device
     * @param extension the maximum extension for a user who is responding
     */
    public record Bounds(Duration floor, Duration extension) {

        /** The defaults: long enough for a glance, and a minute to finish typing. */
        public static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(60));

        public Bounds {
            if (floor.isNegative() || extension.isNegative()) {
                throw new IllegalArgumentException("floor and extension must not be negative");
            }
        }
    }

    /** The effect on a notification when all rounds of its policy are over. */
    public enum Afterwards {
        /** It waits for an untried device until it expires. */
        HOLD,
        /** It ends, and an event reports that nobody responded. */
        EXHAUST
    }
}
