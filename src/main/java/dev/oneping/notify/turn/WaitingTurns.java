package dev.oneping.notify.turn;

import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the turns of notifications whose wait ends together as one bundle: the most relevant first, which may sound; the
 * others follow without sound, except for critical ones. Relevant is the higher priority, then the newer one. Each is
 * decided on the state of that very moment, so one that was answered, has expired or was replaced meanwhile is left out.
 */
@Singleton
class WaitingTurns {

    /** Most relevant first. */
    static final Comparator<Found> RELEVANCE = Comparator.<Found, dev.oneping.model.Priority>comparing(
                    found -> found.notification().priority())
            .reversed()
            .thenComparing(found -> found.notification().createdAt(), Comparator.reverseOrder())
            .thenComparing(found -> found.notification().id().value());

    private static final int READ_AT_ONCE = 16;

    /** Of more open notifications the newest are bundled; the others follow at their own timers. */
    private static final int MOST_BUNDLED = 100;

    /** The timers of waits that end together are spread over this time. */
    private static final Duration SPREAD = Duration.ofSeconds(5);

    private final NotificationStore store;
    private final Turn turn;
    private final CatchUpPacer pacer;
    private final Clock clock;

    /** The bundles that are being processed on this node; each removes itself. */
    private final Map<UserRef, Uni<Void>> bundles = new ConcurrentHashMap<>();

    WaitingTurns(NotificationStore store, Turn turn, CatchUpPacer pacer, Clock clock) {
        this.store = store;
        this.turn = turn;
        this.pacer = pacer;
        this.clock = clock;
    }

    /** Reads notifications that are open, the most relevant first; those that no longer exist are forgotten. */
    Uni<List<Found>> read(UserRef user, List<NotificationId> open) {
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
                .map(found -> found.stream().sorted(RELEVANCE).toList());
    }

    /**
     * Returns whether a notification is due because a wait ends that others may share, such as quiet hours. A wait for
     * better evidence is its own, and what expires is not shown.
     */
    boolean endsTogether(Found found) {
        return found.tracked().state() instanceof Held held
                && !TurnPlanner.OWN_WAITS.contains(held.reason())
                && !held.until().isAfter(clock.instant())
                && clock.instant().isBefore(found.notification().expiresAt());
    }

    /** Takes the turns of all notifications of the user whose wait ends now. A bundle in progress is joined. */
    Uni<Void> bundle(UserRef user, Presence presence) {
        return bundles.computeIfAbsent(
                user,
                who -> begin(who, presence)
                        .onTermination()
                        .invoke(() -> bundles.remove(who))
                        .memoize()
                        .indefinitely());
    }

    private Uni<Void> begin(UserRef user, Presence presence) {
        CatchUpPacer.Run run = pacer.begin(user);
        Instant end = clock.instant().plus(SPREAD);
        return store.open(user)
                .map(open -> open.subList(Math.max(0, open.size() - MOST_BUNDLED), open.size()))
                .chain(open -> read(user, open))
                .chain(open -> Multi.createFrom()
                        .iterable(open)
                        .filter(found -> found.tracked().state() instanceof Held held
                                && !held.until().isAfter(end))
                        .onItem()
                        .transformToUniAndConcatenate(found -> take(run, presence, found, TurnTrigger.TIMER)
                                .invoke(outcome -> {
                                    if (isShown(outcome)) {
                                        pacer.shown(run);
                                    }
                                }))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** Takes the turn of one waiting notification, without sound if another one of the run was shown a moment ago. */
    Uni<Turn.Outcome> take(CatchUpPacer.Run run, Presence presence, Found found, TurnTrigger first) {
        return turn.take(found, presence, pacer.hasShown(run) ? TurnTrigger.CATCH_UP : first);
    }

    /** Returns whether the turn began to show it at a target. */
    static boolean isShown(Turn.Outcome outcome) {
        return outcome.decided() != null && outcome.tracked().state() instanceof Delivering;
    }
}
