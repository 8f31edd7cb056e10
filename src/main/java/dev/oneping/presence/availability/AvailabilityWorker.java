package dev.oneping.presence.availability;

import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceStore;
import dev.oneping.redis.DueLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Looks at people whom somebody waits for when it is due. */
@Singleton
class AvailabilityWorker {

    private static final int BATCH = 64;

    private final DueLoop loop;
    private final Lookout lookout;
    private DueLoop.@Nullable Watch watch;

    AvailabilityWorker(DueLoop loop, Lookout lookout) {
        this.loop = loop;
        this.lookout = lookout;
    }

    void start(@Observes StartupEvent ignored) {
        watch = loop.watch(
                PresenceStore.LOOKS,
                Lookout.CLAIM,
                BATCH,
                (shard, member) -> lookout.look(UserRef.parse(member)).replaceWithVoid());
    }

    void stop(@Observes ShutdownEvent ignored) {
        if (watch != null) {
            watch.stop();
        }
    }
}
