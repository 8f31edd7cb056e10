package dev.oneping.model;

/**
 * A place in an escalation: which attempt of which step, in which round of which policy. All count from 1.
 *
 * @param policy the policy's name
 * @param round  how often the steps have been begun from the first
 * @param step   which step
 * @param turn   how often this step was made in this round; more than once only if it repeats
 */
public record EscalationPosition(String policy, int round, int step, int turn) {
    public EscalationPosition {
        if (round < 1 || step < 1 || turn < 1) {
            throw new IllegalArgumentException(
                    "round, step and turn count from 1, but are " + round + ", " + step + ", " + turn);
        }
    }
}
