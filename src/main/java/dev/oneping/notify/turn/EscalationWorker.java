package dev.oneping.notify.turn;

import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.Pulse;
import dev.oneping.redis.queue.DelayQueueWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Takes a turn for every notification whose timer is due: an ack window that is over, a hold that ends, an expiry. Takes
 * none while Redis is away, or before the answers that came meanwhile are written and sessions are renewed.
 */
@Singleton
class EscalationWorker {

    private static final Duration CLAIM = Duration.ofSeconds(10);
    private static final int BATCH = 64;

    private final DelayQueueWorker loop;
    private final NotificationStore store;
    private final PresenceStore presence;
    private final Turn turn;
    private final WaitingTurns waiting;
    private final Pulse pulse;
    private DelayQueueWorker.@Nullable Watch watch;

    EscalationWorker(
            DelayQueueWorker loop,
            NotificationStore store,
            PresenceStore presence,
            Turn turn,
            WaitingTurns waiting,
            Pulse pulse) {
        this.loop = loop;
        this.store = store;
        this.presence = presence;
        this.turn = turn;
        this.waiting = waiting;
        this.pulse = pulse;
    }

    void start(@Observes StartupEvent ignored) {
        watch = loop.watch(NotificationStore.TIMERS, CLAIM, BATCH, pulse::isSteady, (shard, member) -> work(member));
    }

    void stop(@Observes ShutdownEvent ignored) {
        if (watch != null) {
            watch.stop();
        }
    }

    /**
     * Takes a turn for the notification that a member of the delay queue names, together with those whose wait ends at
     * the same time.
     */
    Uni<Void> work(String member) {
        NotificationStore.Due due = NotificationStore.due(member);
        return Uni.combine()
                .all()
                .unis(store.find(due.to().tenant(), due.id()), presence.load(due.to()))
                .asTuple()
                .chain(facts -> facts.getItem1()
                        .map(found -> waiting.endsTogether(found)
                                ? waiting.bundle(due.to(), facts.getItem2())
                                : turn.take(found, facts.getItem2(), TurnTrigger.TIMER)
                                        .replaceWithVoid())
                        .orElseGet(() -> store.forget(due)));
    }
}
