package dev.oneping.presence;

import dev.oneping.model.UserRef;
import dev.oneping.redis.DelayQueueWorker;
import dev.oneping.redis.Shard;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a person when something will have become otherwise by itself: a lease has ended, or attention has decayed. To
 * look too early or twice does no harm.
 */
@Singleton
class ReviewWorker {

    /** A review is two round trips; when one was lost, half the second that ghosts are allowed remains. */
    private static final Duration CLAIM = Duration.ofMillis(500);

    private static final int BATCH = 64;

    private final DelayQueueWorker loop;
    private final PersonUpdater people;
    private DelayQueueWorker.@Nullable Watch watch;

    ReviewWorker(DelayQueueWorker loop, PersonUpdater people) {
        this.loop = loop;
        this.people = people;
    }

    void start(@Observes StartupEvent ignored) {
        watch = loop.watch(PresenceStore.REVIEWS, CLAIM, BATCH, this::review);
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
