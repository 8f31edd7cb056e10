package dev.oneping.connection;

import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions whose connections this node holds. Lookups are thread-safe; a connection is then used on its own event
 * loop.
 */
@Singleton
public class LocalSessions {

    private final Map<SessionId, Connection> bySession = new ConcurrentHashMap<>();
    private final Map<DeviceAddress, List<Connection>> byDevice = new ConcurrentHashMap<>();

    /** The number of connections of each tenant that has any; changed only inside {@code compute}. */
    private final Map<TenantId, Integer> byTenant = new ConcurrentHashMap<>();

    private final int limit;

    LocalSessions(ConnectionConfig config) {
        this.limit = config.sessionsPerTenant();
    }

    /** Adds a connection whose hello was accepted; false if its tenant has too many on this node. */
    public boolean add(Connection connection) {
        if (!enter(connection.address().user().tenant())) {
            return false;
        }
        bySession.put(connection.session(), connection);
        byDevice.merge(
                connection.address(),
                List.of(connection),
                (old, added) -> Stream.concat(old.stream(), added.stream()).toList());
        return true;
    }

    private boolean enter(TenantId tenant) {
        boolean[] entered = new boolean[1];
        byTenant.compute(tenant, (ignored, count) -> {
            int open = count == null ? 0 : count;
            entered[0] = open < limit;
            return entered[0] ? Integer.valueOf(open + 1) : count;
        });
        return entered[0];
    }

    /** Removes this connection, but no other of its device. */
    public void remove(Connection connection) {
        if (bySession.remove(connection.session(), connection)) {
            byTenant.computeIfPresent(
                    connection.address().user().tenant(), (ignored, count) -> count == 1 ? null : count - 1);
        }
        byDevice.computeIfPresent(connection.address(), (address, old) -> without(old, connection));
    }

    /** Returns the limit of sessions of a tenant on this node. */
    public int limit() {
        return limit;
    }

    /** Returns every connection whose hello was accepted. */
    public Collection<Connection> all() {
        return bySession.values();
    }

    /** Returns whether a connection is among them. */
    public boolean holds(Connection connection) {
        return bySession.get(connection.session()) == connection;
    }

    /** Returns the number of sessions. */
    public int count() {
        return bySession.size();
    }

    /** Returns the connection of a session. */
    @Nullable
    public Connection find(SessionId session) {
        return bySession.get(session);
    }

    /** Returns every connection that this test accepts. */
    public List<Connection> matching(Predicate<Connection> test) {
        return bySession.values().stream().filter(test).toList();
    }

    /** Returns the tenants that have connections. */
    public Set<TenantId> tenants() {
        return Set.copyOf(byTenant.keySet());
    }

    /** Returns every connection of a device. */
    public List<Connection> of(DeviceAddress address) {
        return byDevice.getOrDefault(address, List.of());
    }

    private static @Nullable List<Connection> without(List<Connection> old, Connection connection) {
        List<Connection> left = old.stream().filter(it -> it != connection).toList();
        return left.isEmpty() ? null : left;
    }
}
