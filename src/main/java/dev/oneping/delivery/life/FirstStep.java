package dev.oneping.delivery.life;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The first transition of a notification that is not stored yet, decided on a user that this node remembers.
 *
 * @param userVersion the version of the user at which it was decided
 * @param transition  the transition, to a state that is open and due again
 * @param line        its line for the trace
 * @param sound       when it sounds; null if it does not
 * @param distance    the least time since the sound of another notification; zero for none
 */
public record FirstStep(
        long userVersion,
        Transition transition,
        TraceLine line,
        @Nullable Instant sound,
        Duration distance) {

    /** Refuses a step after which the notification is not open, or not due again. */
    public FirstStep {
        if (!isPossible(transition)) {
            throw new IllegalArgumentException("a first step leads to a state that is open and due again");
        }
    }

    /** Returns whether a transition can be the first step: whether the notification is open after it, and due again. */
    public static boolean isPossible(Transition transition) {
        return transition.next() instanceof State.Open && transition.due() != null;
    }
}
