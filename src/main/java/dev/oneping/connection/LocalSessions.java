package dev.oneping.connection;

import dev.oneping.model.SessionId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions whose connections this node holds. Lookups are thread-safe; a connection is then used on its own event
 * loop.
 */
@Singleton
class LocalSessions {

    private final Map<SessionId, Connection> bySession = new ConcurrentHashMap<>();
    private final Map<DeviceAddress, List<Connection>> byDevice = new ConcurrentHashMap<>();

    /** Adds a connection whose hello was accepted. */
    void add(Connection connection) {
        bySession.put(connection.session(), connection);
        byDevice.merge(
                connection.address(),
                List.of(connection),
                (old, added) -> Stream.concat(old.stream(), added.stream()).toList());
    }

    /** Removes this connection, but no other of its device. */
    void remove(Connection connection) {
        bySession.remove(connection.session(), connection);
        byDevice.computeIfPresent(connection.address(), (address, old) -> without(old, connection));
    }

    /** Returns the connection of a session. */
    @Nullable
    Connection find(SessionId session) {
        return bySession.get(session);
    }

    /** Returns every connection of a device. */
    List<Connection> of(DeviceAddress address) {
        return byDevice.getOrDefault(address, List.of());
    }

    private static @Nullable List<Connection> without(List<Connection> old, Connection connection) {
        List<Connection> left = old.stream().filter(it -> it != connection).toList();
        return left.isEmpty() ? null : left;
    }
}
