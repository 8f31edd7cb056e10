package dev.oneping.notify;

import dev.oneping.delivery.NotificationStore;
import dev.oneping.delivery.NotificationStore.Found;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.PresenceStore;
import dev.oneping.redis.RedisUnavailable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Decides anew on everything that is open for a person when that person's presence changes: a device arrives, is lost,
 * is locked, or is taken up again. What a device shows is looked at first, all of it at once; then what waits, in one
 * order: critical ones first, then the oldest. Each is decided against that very moment, so what was handled, has expired
 * or was replaced in the meantime is not shown; and what is shown comes at a pace, with one sound.
 */
@Singleton
class PresenceChangeHandler {

    private static final Logger LOG = Logger.getLogger(PresenceChangeHandler.class);
    private static final int READ_AT_ONCE = 16;

    /** What waits for its person has a timer that may be hours away, so an outage of Redis is outlived here. */
    private static final int RETRIES = 20;

    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_LAST = Duration.ofSeconds(10);
    private static final Comparator<Found> ORDER = Comparator.<Found, Boolean>comparing(
                    found -> found.notification().priority() != Priority.CRITICAL)
            .thenComparing(found -> found.notification().createdAt())
            .thenComparing(found -> found.notification().id().value());

    private final NotificationStore store;
    private final PresenceStore presence;
    private final Turn turn;
    private final CatchUpPacer catchUps;

    PresenceChangeHandler(NotificationStore store, PresenceStore presence, Turn turn, CatchUpPacer catchUps) {
        this.store = store;
        this.presence = presence;
        this.turn = turn;
        this.catchUps = catchUps;
    }

    /** Begins the work and returns at once: the caller holds a person's connection. */
    void on(@Observes PresenceChanged change) {
        store.open(change.user())
                .chain(open -> open.isEmpty() ? Uni.createFrom().voidItem() : decide(change, open))
                .onFailure(RedisUnavailable.class)
                .retry()
                .withBackOff(RETRY_FIRST, RETRY_LAST)
                .atMost(RETRIES)
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("open notifications will be decided later: %s", failure));
    }

    private Uni<Void> decide(PresenceChanged change, List<NotificationId> open) {
        CatchUpPacer.Run run = catchUps.begin(change.user());
        return Uni.combine()
                .all()
                .unis(presence.load(change.user()), read(change.user(), open))
                .asTuple()
                .chain(facts -> shown(change, facts.getItem1(), facts.getItem2())
                        .chain(() -> waiting(change, run, facts.getItem1(), facts.getItem2())));
    }

    private Uni<List<Found>> read(UserRef user, List<NotificationId> open) {
        return Multi.createFrom()
                .iterable(open)
                .onItem()
                .transformToUni(id -> store.find(user.tenant(), id)
                        .call(known -> known.isPresent()
                                ? Uni.createFrom().voidItem()
                                : store.forget(new NotificationStore.Due(user, id))))
                .merge(READ_AT_ONCE)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .filter(found -> !(found.tracked().state() instanceof Ended))
                .collect()
                .asList()
                .map(found -> found.stream().sorted(ORDER).toList());
    }

    private Uni<Void> shown(PresenceChanged change, Presence now, List<Found> open) {
        return Multi.createFrom()
                .iterable(open)
                .filter(found -> found.tracked().state() instanceof Delivering)
                .onItem()
                .transformToUniAndConcatenate(found -> turn.take(found, now, TurnTrigger.PRESENCE)
                        .invoke(outcome -> again(change, now, found, outcome)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Whoever decided it, now or a moment ago, may not have known of a device that has just arrived. */
    private void again(PresenceChanged change, Presence now, Found found, Turn.Outcome outcome) {
        if (outcome.decided() == null) {
            turn.showAgain(new Found(found.notification(), outcome.tracked()), now, change.arrived());
        }
    }

    private Uni<Void> waiting(PresenceChanged change, CatchUpPacer.Run run, Presence now, List<Found> open) {
        return Multi.createFrom()
                .iterable(open)
                .filter(found -> !(found.tracked().state() instanceof Delivering))
                .onItem()
                .transformToUniAndConcatenate(found -> waiting(change, run, now, found))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** A newer run has taken over where this one is not the newest any more. */
    private Uni<Void> waiting(PresenceChanged change, CatchUpPacer.Run run, Presence first, Found found) {
        if (!catchUps.isNewest(run)) {
            return Uni.createFrom().voidItem();
        }
        UserRef user = run.user();
        Uni<Presence> now =
                catchUps.hasShown(run) ? presence.load(user) : Uni.createFrom().item(first);
        return now.chain(seen -> turn.take(
                                found, seen, catchUps.hasShown(run) ? TurnTrigger.CATCH_UP : TurnTrigger.PRESENCE)
                        .invoke(outcome -> again(change, seen, found, outcome)))
                .chain(outcome -> outcome.decided() != null && outcome.tracked().state() instanceof Delivering
                        ? catchUps.pause(run)
                        : Uni.createFrom().voidItem());
    }
}
