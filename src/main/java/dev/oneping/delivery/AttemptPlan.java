package dev.oneping.delivery;

import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Variant;
import java.time.Duration;

/**
 * What the decision to deliver asks for.
 *
 * @param target  the one place
 * @param window  how long an answer is awaited
 * @param ring    whether it may make a sound
 * @param at      the step of the policy that it makes
 * @param variant how much of the content is shown
 */
public record AttemptPlan(Target target, Window window, boolean ring, EscalationPosition at, Variant variant) {

    /**
     * How long an answer is awaited.
     *
     * @param length    if nothing is learned meanwhile
     * @param floor     at least, if it is learned that nobody will answer
     * @param extension at most this much longer, if it is learned that somebody is about to
     */
    public record Window(Duration length, Duration floor, Duration extension) {

        /** One that evidence cannot move. */
        public static Window fixed(Duration length) {
            return new Window(length, length, Duration.ZERO);
        }
    }
}
