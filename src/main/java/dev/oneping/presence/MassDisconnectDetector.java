package dev.oneping.presence;

import dev.oneping.model.SessionId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Detects that this node loses a large share of its connections within seconds. The cause then is a network fault in
 * front of the node, or its shutdown; the users have not all left. A lock guards the counts; no method blocks.
 */
@Singleton
class MassDisconnectDetector {

    private static final Logger LOG = Logger.getLogger(MassDisconnectDetector.class);

    private final NodeOutages outages;
    private final Clock clock;
    private final double share;
    private final int atLeast;
    private final Duration window;
    private final Duration grace;
    private final Counter drops;
    private final Set<SessionId> held = new HashSet<>();
    private final Deque<Instant> lost = new ArrayDeque<>();

    MassDisconnectDetector(NodeOutages outages, PresenceConfig config, Clock clock, MeterRegistry metrics) {
        this.outages = outages;
        this.clock = clock;
        this.share = config.massDrop().share();
        this.atLeast = config.massDrop().atLeast();
        this.window = config.massDrop().window();
        this.grace = config.massDrop().grace();
        this.drops = Counter.builder("oneping.presence.mass.drops")
                .description("Mass disconnects: times this node lost many devices within seconds")
                .register(metrics);
        Gauge.builder("oneping.presence.suspended", this, it -> outages.isOwn() ? 1 : 0)
                .description("1 while offline events of this node's devices are withheld after a mass disconnect")
                .register(metrics);
    }

    synchronized void opened(SessionId session) {
        held.add(session);
    }

    void closed(SessionId session) {
        Instant now = clock.instant();
        if (isOutage(session, now)) {
            outages.begin(now.plus(grace));
        }
    }

    /** Returns whether this loss is one of many. During an outage each such loss extends it. */
    private synchronized boolean isOutage(SessionId session, Instant now) {
        if (!held.remove(session)) {
            return false;
        }
        lost.addLast(now);
        while (!lost.isEmpty() && lost.getFirst().isBefore(now.minus(window))) {
            lost.removeFirst();
        }
        boolean many = lost.size() >= atLeast && lost.size() >= share * (held.size() + lost.size());
        if (many && !outages.isOwn()) {
            LOG.warnf(
                    "mass disconnect: %d of %d devices lost within %s; their offline events are withheld for %s",
                    lost.size(), held.size() + lost.size(), window, grace);
            drops.increment();
        }
        return many;
    }
}
