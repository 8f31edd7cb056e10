package dev.oneping.connection.protocol;

import dev.oneping.connection.Connection;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.presence.session.Sessions;
import dev.oneping.redis.Pulse;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.redis.time.Time;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The renewal of the leases of this node's sessions. A renewal that failed because Redis was away is repeated as soon as
 * Redis answers, at a pace, after an outage for every session; until then this node claims nothing that is due. Safe for use
 * on any thread.
 */
@Singleton
class LeaseRenewals {

    private static final Logger LOG = Logger.getLogger(LeaseRenewals.class);

    /** The sessions renewed at a time: a hundred thousand take some ten seconds. */
    private static final int BATCH = 1_000;

    private static final int PAUSE_MIN_MS = 50;
    private static final int PAUSE_MAX_MS = 150;

    private final Sessions sessions;
    private final LocalSessions local;
    private final Pulse pulse;
    private final Set<Connection> due = ConcurrentHashMap.newKeySet();
    private final Set<Connection> repeating = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean waiting = new AtomicBoolean();

    LeaseRenewals(Sessions sessions, LocalSessions local, Pulse pulse) {
        this.sessions = sessions;
        this.local = local;
        this.pulse = pulse;
    }

    void start(@Observes StartupEvent ignored) {
        pulse.awaits(due::isEmpty);
        pulse.onReturn(() -> {
            due.addAll(local.all());
            later();
        });
    }

    /** Renews one lease; if Redis is away, later. */
    void renew(Connection connection) {
        sessions.refresh(connection.address().user(), connection.session())
                .subscribe()
                .with(
                        known -> {
                            due.remove(connection);
                            repeating.remove(connection);
                            if (!known) {
                                close(connection);
                            }
                        },
                        failure -> failed(connection, failure));
    }

    /** Forgets an ended connection. */
    void ended(Connection connection) {
        due.remove(connection);
        repeating.remove(connection);
    }

    /**
     * Closes the connection if the store has lost its session; the client then opens a new one.
     */
    static void close(Connection connection) {
        connection.loop().run(() -> connection.close(CloseCode.STATE_LOST));
    }

    private void failed(Connection connection, Throwable failure) {
        LOG.debugf("lease renewal failed: %s", failure.getMessage());
        repeating.remove(connection);
        if (failure instanceof RedisUnavailable && local.holds(connection)) {
            due.add(connection);
            later();
        } else {
            due.remove(connection);
        }
    }

    private void later() {
        if (!due.isEmpty() && waiting.compareAndSet(false, true)) {
            Time.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(PAUSE_MIN_MS, PAUSE_MAX_MS)))
                    .subscribe()
                    .with(passed -> {
                        waiting.set(false);
                        if (pulse.isHeard() && repeating.isEmpty()) {
                            repeat(due.stream().limit(BATCH).toList());
                        }
                        later();
                    });
        }
    }

    private void repeat(List<Connection> batch) {
        repeating.addAll(batch);
        batch.forEach(each -> {
            if (local.holds(each)) {
                renew(each);
            } else {
                ended(each);
            }
        });
    }
}
