package dev.oneping.presence.session;

import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import dev.oneping.presence.NodeOutages;
import dev.oneping.presence.PresenceConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Detects that this node loses a large share of its connections within seconds. The cause then is a network fault in
 * front of the node, or its shutdown; the users have not all left. A connection whose client takes its leave is no loss.
 *
 * <p>Each tenant is judged by its own connections, and all of them together only if several tenants lose a large share at
 * once, so no tenant can delay the escalations of another. An outage is limited in length, and a new one of the same
 * tenant begins only after a pause, so it cannot be kept on. A lock guards the counts; no method blocks.
 */
@Singleton
public class MassDisconnectDetector {

    private static final Logger LOG = Logger.getLogger(MassDisconnectDetector.class);

    /** The number of tenants that must lose many at once before the fault is taken for one of the whole node. */
    private static final int TENANTS = 3;

    /** The longest outage, in grace periods: later losses extend it no further. */
    private static final int LONGEST = 4;

    /** The pause before the next outage of a tenant, in grace periods. */
    private static final int PAUSE = 10;

    private final NodeOutages outages;
    private final Clock clock;
    private final double share;
    private final int atLeast;
    private final Duration window;
    private final Duration grace;
    private final Counter drops;
    private final Map<TenantId, Account> accounts = new HashMap<>();

    public MassDisconnectDetector(NodeOutages outages, PresenceConfig config, Clock clock, MeterRegistry metrics) {
        this.outages = outages;
        this.clock = clock;
        this.share = config.massDrop().share();
        this.atLeast = config.massDrop().atLeast();
        this.window = config.massDrop().window();
        this.grace = config.massDrop().grace();
        this.drops = Counter.builder("oneping.presence.mass.drops")
                .description("Mass disconnects: times this node lost many devices of a tenant within seconds")
                .register(metrics);
        Gauge.builder("oneping.presence.suspended", this, it -> outages.isOwn() ? 1 : 0)
                .description("1 while offline events of this node's devices are withheld after a mass disconnect")
                .register(metrics);
    }

    synchronized void opened(TenantId tenant, SessionId session) {
        accounts.computeIfAbsent(tenant, ignored -> new Account()).held.add(session);
    }

    /** Removes a session that was ended on purpose. */
    synchronized void left(TenantId tenant, SessionId session) {
        Account account = accounts.get(tenant);
        if (account != null) {
            account.held.remove(session);
            forget(tenant, account, clock.instant());
        }
    }

    /** Counts a session whose connection was lost. During an outage each such loss extends it, up to its limit. */
    void lost(TenantId tenant, SessionId session) {
        Instant now = clock.instant();
        outaged(tenant, session, now).forEach(outages::begin);
    }

    private synchronized Map<TenantId, Instant> outaged(TenantId tenant, SessionId session, Instant now) {
        Account account = accounts.get(tenant);
        if (account == null || !account.held.remove(session)) {
            return Map.of();
        }
        account.lost.addLast(now);
        boolean isNew = account.mayBegin(now, grace);
        Map<TenantId, Instant> ends = new HashMap<>();
        troubled(tenant, account, now).forEach(each -> {
            Instant end = Objects.requireNonNull(accounts.get(each)).extend(now, grace);
            if (end != null) {
                ends.put(each, end);
            }
        });
        if (isNew && ends.containsKey(tenant)) {
            LOG.warnf(
                    "mass disconnect: a tenant lost %d of %d devices within %s; their offline events are withheld for %s",
                    account.lost.size(), account.held.size() + account.lost.size(), window, grace);
            drops.increment();
        }
        return ends;
    }

    /** Returns the tenants of which many devices are lost: this one, or all that lose if it is the whole node. */
    private List<TenantId> troubled(TenantId tenant, Account account, Instant now) {
        account.trim(now.minus(window));
        if (account.lost.size() >= atLeast && account.isLarge(share)) {
            return List.of(tenant);
        }
        List<TenantId> losing = new ArrayList<>();
        int lost = 0;
        int all = 0;
        for (Map.Entry<TenantId, Account> each : accounts.entrySet()) {
            Account other = each.getValue();
            other.trim(now.minus(window));
            // One tenant counts for no more than half of what makes an outage.
            lost += Math.min(other.lost.size(), Math.max(1, atLeast / 2));
            all += other.size();
            if (!other.lost.isEmpty() && other.isLarge(share)) {
                losing.add(each.getKey());
            }
        }
        return losing.size() >= TENANTS && lost >= atLeast && lost >= share * all ? losing : List.of();
    }

    private void forget(TenantId tenant, Account account, Instant now) {
        account.trim(now.minus(window));
        if (account.size() == 0 && account.mayBegin(now, grace)) {
            accounts.remove(tenant);
        }
    }

    /** The connections of one tenant. */
    private static final class Account {

        private final Set<SessionId> held = new HashSet<>();
        private final Deque<Instant> lost = new ArrayDeque<>();
        private @Nullable Instant began;

        void trim(Instant oldest) {
            while (!lost.isEmpty() && lost.getFirst().isBefore(oldest)) {
                lost.removeFirst();
            }
        }

        int size() {
            return held.size() + lost.size();
        }

        boolean isLarge(double share) {
            return lost.size() >= share * size();
        }

        /** Begins or extends the outage and returns its end; null while it must not. */
        @Nullable
        Instant extend(Instant now, Duration grace) {
            Instant start = began == null || mayBegin(now, grace) ? now : began;
            began = start;
            Instant last = start.plus(grace.multipliedBy(LONGEST));
            Instant end = now.plus(grace);
            return now.isAfter(last) ? null : end.isBefore(last) ? end : last;
        }

        boolean mayBegin(Instant now, Duration grace) {
            return began == null || now.isAfter(rested(grace));
        }

        private Instant rested(Duration grace) {
            return began == null ? Instant.MIN : began.plus(grace.multipliedBy(LONGEST + PAUSE));
        }
    }
}
