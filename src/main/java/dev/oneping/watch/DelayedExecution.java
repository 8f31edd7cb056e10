package dev.oneping.watch;

import dev.oneping.redis.time.Time;
import java.time.Duration;

/** Runs a task after a delay, on a thread that must not be blocked. */
@FunctionalInterface
interface DelayedExecution {

    DelayedExecution ON_THE_CLOCK =
            (pause, task) -> Time.pause(pause).subscribe().with(ignored -> task.run());

    void after(Duration pause, Runnable task);
}
