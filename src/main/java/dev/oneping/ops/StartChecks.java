package dev.oneping.ops;

import dev.oneping.redis.ClockSync;
import dev.oneping.redis.Shards;
import dev.oneping.redis.queue.Membership;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Checks that run before everything else at the start: the number of shards, the clock, and the membership of this
 * node.
 */
@Singleton
class StartChecks {

    private static final int BEFORE_ALL_OTHERS = 100;

    private final Shards shards;
    private final ClockSync clock;
    private final Membership membership;

    StartChecks(Shards shards, ClockSync clock, Membership membership) {
        this.shards = shards;
        this.clock = clock;
        this.membership = membership;
    }

    void run(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent ignored) {
        shards.check();
        clock.measure().await().indefinitely();
        membership.heartbeat().await().indefinitely();
    }
}
