package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Transition;
import dev.oneping.rules.Decided;
import dev.oneping.rules.fact.Facts;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a turn.
 *
 * @param transition the transition to commit
 * @param decided the decision that led to it; null if only the ack window changed
 * @param known   the facts of the decision; null if none was made
 * @param note    a stable code for the trace; null for none
 */
record TurnPlan(
        Transition transition,
        @Nullable Decided decided,
        @Nullable Facts known,
        @Nullable String note) {

    static TurnPlan waiting(Transition transition, @Nullable String note) {
        return new TurnPlan(transition, null, null, note);
    }
}
