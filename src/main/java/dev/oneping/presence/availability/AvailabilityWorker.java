package dev.oneping.presence.availability;

import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceStore;
import dev.oneping.redis.DelayQueueWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Looks at people whom somebody waits for when it is due. */
@Singleton
class AvailabilityWorker {

    private static final int BATCH = 64;

    private final DelayQueueWorker loop;
    private final AvailabilityChecker lookout;
    private DelayQueueWorker.@Nullable Watch watch;

    AvailabilityWorker(DelayQueueWorker loop, AvailabilityChecker lookout) {
        this.loop = loop;
        this.lookout = lookout;
    }

    void start(@Observes StartupEvent ignored) {
        watch = loop.watch(
                PresenceStore.LOOKS,
                AvailabilityChecker.CLAIM,
                BATCH,
                (shard, member) -> lookout.look(UserRef.parse(member)).replaceWithVoid());
    }

    void stop(@Observes ShutdownEvent ignored) {
        if (watch != null) {
            watch.stop();
        }
    }
}
