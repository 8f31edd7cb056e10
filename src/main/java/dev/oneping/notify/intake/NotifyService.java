package dev.oneping.notify.intake;

import dev.oneping.delivery.DigestStore;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.AcceptResult;
import dev.oneping.delivery.store.CollapseStore;
import dev.oneping.delivery.store.DailyQuota;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.Idempotency;
import dev.oneping.notify.NotifyConfig;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.notify.ruleset.ActiveRules;
import dev.oneping.notify.turn.FactsMapper;
import dev.oneping.notify.turn.Turn;
import dev.oneping.notify.turn.TurnTrigger;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.Shards;
import dev.oneping.rules.RuleSet;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts an event: validates it, stores it, and takes the first turn. A stored notification is never lost: if this
 * request dies, a timer takes the turn.
 */
@Singleton
public class NotifyService {

    private final NotifyRequestValidator validator;
    private final Idempotency idempotency;
    private final NotificationStore store;
    private final CollapseStore notifications;
    private final PresenceStore presence;
    private final Turn turn;
    private final DigestStore digests;
    private final DailyQuota quota;
    private final ActiveRules rules;
    private final Shards shards;
    private final NotifyConfig config;
    private final Clock clock;

    NotifyService(
            NotifyRequestValidator validator,
            Idempotency idempotency,
            NotificationStore store,
            CollapseStore notifications,
            PresenceStore presence,
            Turn turn,
            DigestStore digests,
            DailyQuota quota,
            ActiveRules rules,
            Shards shards,
            NotifyConfig config,
            Clock clock) {
        this.validator = validator;
        this.idempotency = idempotency;
        this.store = store;
        this.notifications = notifications;
        this.presence = presence;
        this.turn = turn;
        this.digests = digests;
        this.quota = quota;
        this.rules = rules;
        this.shards = shards;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Accepts a request.
     *
     * @param key the caller's idempotency key; null for none
     */
    public Uni<AcceptedNotification> take(TenantId tenant, NotifyRequest request, @Nullable String key) {
        Instant now = clock.instant();
        UserRef to = validator.recipient(tenant, request);
        NotificationId fresh = NotificationId.create(now, shards.of(to).number());
        Notification notification = validator.admit(request, to, fresh, now);
        if (key == null) {
            return begin(notification, now).map(given -> taken(given, notification));
        }
        return idempotency
                .idFor(tenant, key, idempotency.text(request), fresh)
                .chain(id -> id.equals(fresh) ? accept(notification) : repeat(tenant, id, notification));
    }

    /** Stores a validated notification; one that exists already stays as it is. */
    Uni<AcceptedNotification> accept(Notification notification) {
        return give(notification).map(given -> taken(given, notification));
    }

    private AcceptedNotification taken(Given given, Notification notification) {
        return switch (given) {
            case Given.Accepted(AcceptedNotification taken) -> taken;
            case Given.Full(long open) -> throw tooMany(notification, open);
            case Given.Exhausted ignored -> throw exhausted(notification.to().tenant());
        };
    }

    /**
     * Stores a notification, and reports a reached limit as a result, because here it is not the caller's mistake.
     */
    Uni<Given> give(Notification notification) {
        Instant now = clock.instant();
        return granted(
                notification,
                () -> notifications
                        .accept(notification, now.plus(config.rescueAfter()))
                        .chain(acceptance -> given(notification, acceptance, now)));
    }

    /** Stores a notification if its tenant may have one more today. */
    private Uni<Given> granted(Notification notification, Supplier<Uni<Given>> store) {
        return quota.take(notification.to().tenant())
                .chain(granted -> granted ? store.get() : Uni.createFrom().item(new Given.Exhausted()));
    }

    /**
     * Stores a notification with a fresh id and takes its first turn by one script, if this node remembers the user and
     * the turn needs nothing but that.
     */
    private Uni<Given> begin(Notification notification, Instant now) {
        RuleSet active = rules.current(notification.to().tenant());
        if (notification.collapseKey() != null
                || active.needsHistory()
                || active.digest(FactsMapper.before(notification)).isPresent()) {
            return give(notification);
        }
        return presence.remembered(notification.to(), now)
                .map(person -> granted(
                        notification,
                        () -> turn.begin(notification, person, now.plus(config.rescueAfter()))
                                .chain(first -> switch (first) {
                                    case Turn.FirstTurn.Taken(Turn.Outcome outcome) ->
                                        Uni.createFrom().item(accepted(notification, outcome));
                                    case Turn.FirstTurn.Undecided(AcceptResult stored) ->
                                        given(notification, stored, now);
                                })))
                .orElseGet(() -> give(notification));
    }

    private Uni<Given> given(Notification notification, AcceptResult acceptance, Instant now) {
        return switch (acceptance) {
            case AcceptResult.Stored stored -> decide(notification, stored, now).map(Given.Accepted::new);
            case AcceptResult.Begun(VersionedState tracked) ->
                Uni.createFrom().item(accepted(notification, new Turn.Outcome(tracked, null)));
            case AcceptResult.Repeated ignored ->
                known(notification.to().tenant(), notification.id()).map(Given.Accepted::new);
            case AcceptResult.Full(long open) -> Uni.createFrom().item(new Given.Full(open));
        };
    }

    private static Given accepted(Notification notification, Turn.Outcome outcome) {
        return new Given.Accepted(
                new AcceptedNotification(new Found(notification, outcome.tracked()), outcome.decided(), false));
    }

    /**
     * Handles a key that was used before. If the earlier request was cut short before it stored anything, this one
     * stores it.
     */
    private Uni<AcceptedNotification> repeat(TenantId tenant, NotificationId id, Notification notification) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> Uni.createFrom().item(new AcceptedNotification(it, null, true)))
                        .orElseGet(() -> accept(notification.under(id))));
    }

    private Uni<AcceptedNotification> known(TenantId tenant, NotificationId id) {
        return store.find(tenant, id).map(found -> new AcceptedNotification(found.orElseThrow(), null, true));
    }

    private Uni<AcceptedNotification> decide(Notification notification, AcceptResult.Stored stored, Instant now) {
        Presence person = presence.read(notification.to(), stored.person(), now);
        return gathered(notification)
                .chain(gathered -> turn.take(new Found(gathered, stored.tracked()), person, TurnTrigger.ACCEPTED)
                        .map(outcome -> new AcceptedNotification(
                                new Found(gathered, outcome.tracked()), outcome.decided(), false)));
    }

    /** Adds it to a digest, if the rules say so. */
    private Uni<Notification> gathered(Notification notification) {
        return rules.current(notification.to().tenant())
                .digest(FactsMapper.before(notification))
                .map(request -> digests.gather(notification, request))
                .orElseGet(() -> Uni.createFrom().item(notification));
    }

    private static Problem tooMany(Notification notification, long open) {
        return Problem.of(
                ProblemType.LIMIT_REACHED,
                "User " + notification.to().user() + " has " + open
                        + " open notifications; wait until some are answered or expire, or cancel some.");
    }

    private Problem exhausted(TenantId tenant) {
        return Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "The tenant has reached its limit of " + quota.limit(tenant) + " notifications a day (UTC).")
                .retryAfter(quota.untilTomorrow());
    }

    /** The result of giving a user a notification. */
    sealed interface Given {

        /** The notification was stored. */
        record Accepted(AcceptedNotification taken) implements Given {}

        /** The user has too many open notifications. */
        record Full(long open) implements Given {}

        /** The tenant has had as many notifications today as it may. */
        record Exhausted() implements Given {}
    }
}
