package dev.oneping.presence.store;

import dev.oneping.model.UserRef;
import dev.oneping.redis.Pulse;
import dev.oneping.redis.Shard;
import dev.oneping.redis.queue.DelayQueueWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reviews a presence when it changes by the passing of time: a lease has ended, or attention has decayed. Early or
 * repeated reviews do no harm. None is done while Redis is away, or before the sessions of all nodes are renewed afterwards.
 */
@Singleton
class ReviewWorker {

    /**
     * The claim time of a review, which takes two round trips; if one is lost, half of the second allowed for dead
     * sessions remains.
     */
    private static final Duration CLAIM = Duration.ofMillis(500);

    private static final int BATCH = 64;

    private final DelayQueueWorker loop;
    private final PersonUpdater people;
    private final Pulse pulse;
    private DelayQueueWorker.@Nullable Watch watch;

    ReviewWorker(DelayQueueWorker loop, PersonUpdater people, Pulse pulse) {
        this.loop = loop;
        this.people = people;
        this.pulse = pulse;
    }

    void start(@Observes StartupEvent ignored) {
        watch = loop.watch(PresenceStore.REVIEWS, CLAIM, BATCH, pulse::isSteady, this::review);
    }

    void stop(@Observes ShutdownEvent ignored) {
        if (watch != null) {
            watch.stop();
        }
    }

    private Uni<Void> review(Shard shard, String member) {
        return people.review(UserRef.parse(member));
    }
}
