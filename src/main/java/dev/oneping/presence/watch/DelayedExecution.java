package dev.oneping.presence.watch;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Runs a task after a delay, on a thread that must not be blocked. */
@FunctionalInterface
interface DelayedExecution {

    DelayedExecution ON_THE_CLOCK = (pause, task) -> Uni.createFrom()
            .voidItem()
            .onItem()
            .delayIt()
            .by(atLeastOneMillisecond(pause))
            .subscribe()
            .with(ignored -> task.run());

    void after(Duration pause, Runnable task);

    /** Returns the delay, or the shortest one that the timers of the event loop accept. */
    static Duration atLeastOneMillisecond(Duration delay) {
        Duration shortest = Duration.ofMillis(1);
        return delay.compareTo(shortest) < 0 ? shortest : delay;
    }
}
