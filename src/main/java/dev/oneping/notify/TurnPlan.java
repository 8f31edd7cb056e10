package dev.oneping.notify;

import dev.oneping.delivery.Transition;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Facts;
import org.jspecify.annotations.Nullable;

/**
 * What a turn is to do.
 *
 * @param move    the move
 * @param decided the decision that led to it; null where only the time of waiting was moved
 * @param known   what the decision was made on; null where none was made
 * @param note    what else is worth a line in the story: a stable code; null for nothing
 */
record TurnPlan(
        Transition move,
        @Nullable Decided decided,
        @Nullable Facts known,
        @Nullable String note) {

    static TurnPlan waiting(Transition move, @Nullable String note) {
        return new TurnPlan(move, null, null, note);
    }
}
