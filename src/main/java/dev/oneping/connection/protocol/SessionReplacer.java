package dev.oneping.connection.protocol;

import dev.oneping.connection.Connection;
import dev.oneping.connection.LocalSessions;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.redis.NodeChannel;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Closes connections whose client has reconnected, on any node. Their sessions have ended already; a connection that
 * is not reached notices at its next heartbeat.
 */
@Singleton
class SessionReplacer {

    private static final Logger LOG = Logger.getLogger(SessionReplacer.class);
    private static final String TOPIC = "replaced";

    private final NodeId self;
    private final NodeChannel nodes;
    private final LocalSessions local;

    SessionReplacer(NodeId self, NodeChannel nodes, LocalSessions local) {
        this.self = self;
        this.nodes = nodes;
        this.local = local;
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listen(TOPIC, session -> end(new SessionId(session)));
    }

    /** Closes the connections of these sessions. */
    void tell(List<SessionLocation> replaced) {
        for (SessionLocation at : replaced) {
            if (at.node().equals(self)) {
                end(at.session());
            } else {
                nodes.send(at.node(), TOPIC, at.session().value())
                        .subscribe()
                        .with(heard -> {}, failure -> LOG.debugf("%s: %s", at.node(), failure.getMessage()));
            }
        }
    }

    private void end(SessionId session) {
        Connection connection = local.find(session);
        if (connection != null) {
            connection.loop().run(connection::replace);
        }
    }
}
