package dev.oneping.availability;

import dev.oneping.model.UserRef;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.queue.DelayQueueWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Runs due checks of availability requests. */
@Singleton
class AvailabilityWorker {

    private static final int BATCH = 64;

    private final DelayQueueWorker loop;
    private final AvailabilityChecker checker;
    private DelayQueueWorker.@Nullable Watch watch;

    AvailabilityWorker(DelayQueueWorker loop, AvailabilityChecker checker) {
        this.loop = loop;
        this.checker = checker;
    }

    void start(@Observes StartupEvent ignored) {
        watch = loop.watch(
                PresenceStore.AVAILABILITY_CHECKS,
                AvailabilityChecker.CLAIM,
                BATCH,
                (shard, member) -> checker.check(UserRef.parse(member)).replaceWithVoid());
    }

    void stop(@Observes ShutdownEvent ignored) {
        if (watch != null) {
            watch.stop();
        }
    }
}
