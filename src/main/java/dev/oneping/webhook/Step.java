package dev.oneping.webhook;

import dev.oneping.outbound.http.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What becomes of a delivery after an attempt.
 *
 * @param state its state from now on
 * @param next  when the next attempt is due; empty where there is none
 */
record Step(DeliveryState state, Optional<Instant> next) {

    static Step after(Outcome outcome, int attempt, RetrySchedule schedule, Instant now, RandomGenerator random) {
        return switch (outcome) {
            case Outcome.Delivered delivered -> ended(DeliveryState.SUCCEEDED);
            case Outcome.Gone gone -> ended(DeliveryState.DEAD);
            case Outcome.Blocked blocked -> ended(DeliveryState.DEAD);
            case Outcome.Rejected rejected ->
                again(schedule.after(attempt, rejected.retryAfter(), random).map(now::plus));
            case Outcome.Unreachable unreachable ->
                again(schedule.after(attempt, Optional.empty(), random).map(now::plus));
        };
    }

    static Step ended(DeliveryState state) {
        return new Step(state, Optional.empty());
    }

    private static Step again(Optional<Instant> next) {
        return next.isPresent() ? new Step(DeliveryState.PENDING, next) : ended(DeliveryState.DEAD);
    }
}
