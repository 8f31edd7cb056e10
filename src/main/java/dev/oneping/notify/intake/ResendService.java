package dev.oneping.notify.intake;

import dev.oneping.delivery.life.State;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Origin;
import dev.oneping.model.TenantId;
import dev.oneping.notify.Idempotency;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Resends a notification that ended without the user's answer: as a new one with the same content and time to live,
 * which passes every check again. The old one stays as it ended.
 */
@Singleton
class ResendService {

    private final NotifyService notifyService;
    private final Idempotency idempotency;
    private final ActiveRules rules;
    private final Shards shards;
    private final Clock clock;

    ResendService(NotifyService notifyService, Idempotency idempotency, ActiveRules rules, Shards shards, Clock clock) {
        this.notifyService = notifyService;
        this.idempotency = idempotency;
        this.rules = rules;
        this.shards = shards;
        this.clock = clock;
    }

    /**
     * Resends it.
     *
     * @param key the caller's idempotency key; null for none
     */
    Uni<AcceptedNotification> take(Found old, @Nullable String key) {
        check(old);
        Instant now = clock.instant();
        Notification before = old.notification();
        TenantId tenant = before.to().tenant();
        NotificationId fresh = NotificationId.create(now, shards.of(before.to()).number());
        if (key == null) {
            return notifyService.accept(again(before, fresh, now));
        }
        return idempotency
                .idFor(tenant, key, "resend " + before.id(), fresh)
                .chain(id -> notifyService.accept(again(before, id, now)));
    }

    private void check(Found old) {
        Notification before = old.notification();
        String fault = switch (old.tracked().state()) {
            case State.Open ignored -> "is still open; only an ended notification can be resent.";
            case State.Ended ended ->
                switch (ended.outcome()) {
                    case SUPPRESSED, EXPIRED, EXHAUSTED -> "";
                    case SEEN, ACTED, DISMISSED -> "was answered; send a new notification instead.";
                    case CANCELLED -> "was cancelled; send a new notification instead.";
                };
        };
        if (!fault.isEmpty()) {
            throw Problem.of(ProblemType.CONFLICT, "Notification " + before.id() + " " + fault);
        }
        if (!rules.current(before.to().tenant()).policies().contains(before.policy())) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The rule set no longer has the policy '" + before.policy()
                            + "'; send a new notification with another policy.");
        }
    }

    private static Notification again(Notification before, NotificationId id, Instant now) {
        Duration timeToLive = Duration.between(before.createdAt(), before.expiresAt());
        return new Notification(
                id,
                before.to(),
                before.content(),
                before.category(),
                before.priority(),
                before.policy(),
                before.collapseKey(),
                now,
                now.plus(timeToLive),
                before.facts(),
                before.deliverWhen(),
                null,
                new Origin.Again(before.id()));
    }
}
