package dev.oneping.model;

/**
 * A position in an escalation: policy, round, step and turn. All numbers count from 1.
 *
 * @param policy the policy's name
 * @param round  the pass through the steps
 * @param step   the step of the policy
 * @param turn   the repetition of the step in this round; above 1 only if the step repeats
 */
public record EscalationPosition(String policy, int round, int step, int turn) {
    public EscalationPosition {
        if (round < 1 || step < 1 || turn < 1) {
            throw new IllegalArgumentException(
                    "round, step and turn count from 1, but are " + round + ", " + step + ", " + turn);
        }
    }
}
