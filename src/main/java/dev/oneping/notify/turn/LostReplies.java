package dev.oneping.notify.turn;

import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Acts on first steps that Redis may have taken although its reply was lost: reads the notification once Redis answers
 * again, and acts as if the reply had come, if the step was taken and nothing has happened since. Without that, a device
 * would get the notification only after the ack window.
 *
 * <p>If this process dies meanwhile, its sessions die with it, and each device gets what runs on it when it comes back.
 */
@Singleton
class LostReplies {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** An outage that lasts longer has cost the ack window, after which the next attempt is made anyway. */
    private static final int TRIES = 60;

    /** More are not looked for: their ack windows end, too. */
    private static final int MOST = 10_000;

    private static final Logger LOG = Logger.getLogger(LostReplies.class);

    private final NotificationStore store;
    private final AtomicInteger waiting = new AtomicInteger();

    LostReplies(NotificationStore store) {
        this.store = store;
    }

    /**
     * Looks for a step whose reply was lost, and acts if it was taken.
     *
     * @param before the notification before the step
     * @param plan   the step
     * @param act    acts on the state after it
     */
    void look(VersionedState before, TurnPlan plan, Function<VersionedState, Uni<Void>> act) {
        if (waiting.incrementAndGet() > MOST) {
            waiting.decrementAndGet();
            return;
        }
        look(before, plan, act, TRIES)
                .onTermination()
                .invoke(waiting::decrementAndGet)
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.debugf(failure, "it is not known whether %s was begun", before.id()));
    }

    private Uni<Void> look(VersionedState before, TurnPlan plan, Function<VersionedState, Uni<Void>> act, int tries) {
        return Time.pause(PAUSE)
                .chain(() -> store.find(before.to().tenant(), before.id()))
                .onFailure(failure -> failure instanceof RedisUnavailable && tries > 1)
                .recoverWithUni(() -> look(before, plan, act, tries - 1).replaceWith(Optional.<Found>empty()))
                .chain(found -> found.map(Found::tracked)
                        .filter(after -> isStep(after, plan))
                        .map(act)
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static boolean isStep(VersionedState after, TurnPlan plan) {
        return after.version() == 2
                && after.state() instanceof Delivering is
                && plan.transition().next() instanceof Delivering meant
                && is.attempt().startedAt().equals(meant.attempt().startedAt());
    }
}
