package dev.oneping.webhook.delivery;

import dev.oneping.outbound.http.CallOutcome;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The decision that follows an attempt: retry or end the delivery.
 *
 * @param state the delivery's new state
 * @param next  the time of the next attempt; empty if there is none
 */
record RetryDecision(DeliveryState state, Optional<Instant> next) {

    static RetryDecision after(
            CallOutcome outcome, int attempt, RetrySchedule schedule, Instant now, RandomGenerator random) {
        return switch (outcome) {
            case CallOutcome.Delivered delivered -> ended(DeliveryState.SUCCEEDED);
            case CallOutcome.Gone gone -> ended(DeliveryState.DEAD);
            case CallOutcome.Blocked blocked -> ended(DeliveryState.DEAD);
            case CallOutcome.Rejected rejected ->
                again(schedule.after(attempt, rejected.retryAfter(), random).map(now::plus));
            case CallOutcome.Unreachable unreachable ->
                again(schedule.after(attempt, Optional.empty(), random).map(now::plus));
        };
    }

    static RetryDecision ended(DeliveryState state) {
        return new RetryDecision(state, Optional.empty());
    }

    private static RetryDecision again(Optional<Instant> next) {
        return next.isPresent() ? new RetryDecision(DeliveryState.PENDING, next) : ended(DeliveryState.DEAD);
    }
}
