package dev.oneping.notify.turn;

import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.fanout.FanOutService;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.server.RedisUnavailable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Evaluates all open notifications of a user when the user's presence changes: a device arrives, is lost, is locked, or
 * is used again, a call or a presentation ends. Shown notifications come first, all at once; then the waiting ones as
 * one bundle, at a pace, with one sound.
 */
@Singleton
class PresenceChangeHandler {

    private static final Logger LOG = Logger.getLogger(PresenceChangeHandler.class);
    /** The timer of a held notification may be hours away, so this handler retries through an outage of Redis. */
    private static final int RETRIES = 20;

    private static final Duration RETRY_FIRST = Duration.ofMillis(200);
    private static final Duration RETRY_LAST = Duration.ofSeconds(10);

    private final NotificationStore store;
    private final PresenceStore presence;
    private final Turn turn;
    private final TurnEffects effects;
    private final WaitingTurns waiting;
    private final CatchUpPacer pacer;
    private final FanOutService fanOuts;

    PresenceChangeHandler(
            NotificationStore store,
            PresenceStore presence,
            Turn turn,
            TurnEffects effects,
            WaitingTurns waiting,
            CatchUpPacer pacer,
            FanOutService fanOuts) {
        this.store = store;
        this.presence = presence;
        this.turn = turn;
        this.effects = effects;
        this.waiting = waiting;
        this.pacer = pacer;
        this.fanOuts = fanOuts;
    }

    /** Begins the work and returns immediately: the caller holds a user's connection. */
    void on(@Observes PresenceChanged change) {
        retried(store.open(change.user())
                .chain(open -> open.isEmpty() ? Uni.createFrom().voidItem() : decide(change, open)));
        retried(fanOuts.presenceChanged(change.user()));
    }

    private static void retried(Uni<Void> work) {
        work.onFailure(RedisUnavailable.class)
                .retry()
                .withBackOff(RETRY_FIRST, RETRY_LAST)
                .atMost(RETRIES)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "open notifications could not be evaluated now and will be later: %s", failure));
    }

    private Uni<Void> decide(PresenceChanged change, List<NotificationId> open) {
        CatchUpPacer.Run run = pacer.begin(change.user());
        return Uni.combine()
                .all()
                .unis(presence.load(change.user()), waiting.read(change.user(), open))
                .asTuple()
                .chain(facts -> shown(change, facts.getItem1(), facts.getItem2())
                        .chain(() -> waiting(change, run, facts.getItem1(), facts.getItem2())));
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

    /** Shows again what a device that has just arrived may not have, as far as the turn did not show it there. */
    private void again(PresenceChanged change, Presence now, Found found, Turn.Outcome outcome) {
        if (!change.arrived().isEmpty()) {
            Found after = new Found(found.notification(), outcome.tracked());
            if (outcome.decided() == null) {
                effects.showAgain(after, now, change.arrived());
            }
            effects.displayAgain(after, now, change.arrived());
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

    /** Stops as soon as a newer run for the same user has begun. */
    private Uni<Void> waiting(PresenceChanged change, CatchUpPacer.Run run, Presence first, Found found) {
        if (!pacer.isNewest(run)) {
            return Uni.createFrom().voidItem();
        }
        UserRef user = run.user();
        Uni<Presence> now =
                pacer.hasShown(run) ? presence.load(user) : Uni.createFrom().item(first);
        return now.chain(seen -> waiting.take(run, seen, found, TurnTrigger.PRESENCE)
                        .invoke(outcome -> again(change, seen, found, outcome)))
                .chain(outcome -> WaitingTurns.isShown(outcome)
                        ? pacer.pause(run)
                        : Uni.createFrom().voidItem());
    }
}
