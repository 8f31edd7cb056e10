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
            .by(pause.isPositive() ? pause : Duration.ofMillis(1))
            .subscribe()
            .with(ignored -> task.run());

    void after(Duration pause, Runnable task);
}
