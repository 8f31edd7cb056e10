package dev.oneping.connection.node;

import dev.oneping.connection.Connection;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.LocalSessions;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.device.DeviceRevoked;
import dev.oneping.redis.NodeChannel;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of a removed device, on any node. Its credentials are dead already; a connection that is not reached
 * notices at its next heartbeat, and cannot come back.
 */
@Singleton
class DeviceRevoker {

    private static final Logger LOG = Logger.getLogger(DeviceRevoker.class);
    private static final String TOPIC = "revoked";

    private final NodeId self;
    private final NodeChannel nodes;
    private final LocalSessions local;

    DeviceRevoker(NodeId self, NodeChannel nodes, LocalSessions local) {
        this.self = self;
        this.nodes = nodes;
        this.local = local;
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listen(TOPIC, session -> revoke(local.find(new SessionId(session))));
    }

    void on(@Observes DeviceRevoked device) {
        local.of(new DeviceAddress(device.user(), device.device())).forEach(DeviceRevoker::revoke);
        for (SessionLocation at : device.sessions()) {
            if (!at.node().equals(self)) {
                nodes.send(at.node(), TOPIC, at.session().value())
                        .subscribe()
                        .with(heard -> {}, failure -> LOG.debugf("%s: %s", at.node(), failure.getMessage()));
            }
        }
    }

    private static void revoke(@Nullable Connection connection) {
        if (connection != null) {
            connection.loop().run(connection::revoke);
        }
    }
}
