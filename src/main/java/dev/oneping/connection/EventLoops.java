package dev.oneping.connection;

import dev.oneping.presence.PresenceConfig;
import dev.oneping.redis.time.Time;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The event loops that have had a connection, each with a running heartbeat. */
@Singleton
public class EventLoops {

    private final Vertx vertx;
    private final Duration heartbeat;
    private final Duration pongLimit;
    private final Map<Thread, EventLoop> loops = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    EventLoops(Vertx vertx, PresenceConfig config) {
        this.vertx = vertx;
        this.heartbeat = config.heartbeat();
        this.pongLimit = config.pongLimit();
        if (pongLimit.compareTo(heartbeat) >= 0) {
            throw new IllegalStateException("oneping.presence.pong-limit (" + pongLimit
                    + ") must be shorter than oneping.presence.heartbeat (" + heartbeat + ")");
        }
    }

    /** Returns the current event loop. */
    public EventLoop current() {
        EventLoop known = loops.get(Thread.currentThread());
        return known != null ? known : start();
    }

    /** Returns every event loop that has had a connection. */
    public Collection<EventLoop> all() {
        return loops.values();
    }

    void stop(@Observes ShutdownEvent ignored) {
        stopped = true;
    }

    private EventLoop start() {
        // Uses the loop's context: the timer would keep the context of a request alive.
        Context root = VertxContext.getRootContext(vertx.getOrCreateContext());
        Heartbeat beats = new Heartbeat(heartbeat, pongLimit, RandomGenerator.getDefault());
        EventLoop loop = new EventLoop(task -> root.runOnContext(ignored -> task.run()), beats, Time::nanoTime);
        loops.put(Thread.currentThread(), loop);
        root.runOnContext(ignored -> beatLater(beats));
        return loop;
    }

    /**
     * Schedules the next beat. A periodic timer would beat many times at once after a delay, and leave devices no time
     * to answer.
     */
    private void beatLater(Heartbeat beats) {
        Time.after(
                heartbeat.dividedBy(Heartbeat.STEPS),
                () -> {
                    if (!stopped) {
                        beatLater(beats);
                        beats.beat();
                    }
                },
                (task, millis) -> vertx.setTimer(millis, ignored -> task.run()));
    }
}
