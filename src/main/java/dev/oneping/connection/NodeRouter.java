package dev.oneping.connection;

import dev.oneping.connection.NodeFrame.Kind;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.delivery.DeviceChannel;
import dev.oneping.delivery.DeviceMessage;
import dev.oneping.delivery.Retraction;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceStore;
import dev.oneping.redis.NodeChannel;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Delivers the frames of a notification to its sessions: on this node directly on their event loop, otherwise through
 * the node that holds them.
 */
@Singleton
class NodeRouter implements DeviceChannel {

    private static final Logger LOG = Logger.getLogger(NodeRouter.class);

    private final NodeId self;
    private final LocalSessions local;
    private final NodeMessageBatcher post;
    private final PresenceStore presence;
    private final ConnectionMetrics metrics;

    NodeRouter(
            NodeId self,
            LocalSessions local,
            NodeMessageBatcher post,
            PresenceStore presence,
            ConnectionMetrics metrics) {
        this.self = self;
        this.local = local;
        this.post = post;
        this.presence = presence;
        this.metrics = metrics;
    }

    void listen(@Observes StartupEvent ignored, NodeChannel nodes) {
        nodes.listen(this::arrived);
    }

    @Override
    public void present(UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage shown) {
        if (sessions.isEmpty()) {
            return;
        }
        DeviceAddress address = new DeviceAddress(user, device);
        present(address, sessions.subList(0, 1), shown, shown.ring());
        if (sessions.size() > 1) {
            present(address, sessions.subList(1, sessions.size()), shown, false);
        }
    }

    private void present(DeviceAddress address, List<SessionLocation> sessions, DeviceMessage shown, boolean ring) {
        String frame = FrameWriter.write(
                new ServerFrame.Notify(shown.notification(), shown.attempt(), ring, shown.ackBy(), shown.variant()));
        byNode(sessions)
                .forEach((node, to) -> send(
                        node,
                        new NodeFrame(Kind.PRESENT, shown.notification().id(), shown.version(), address, to, frame)));
    }

    /**
     * Retracts a notification at once in the sessions that showed it. A device that has reconnected since may show it
     * in a session on another node; these are looked up and notified a moment later. A session opened after that
     * lookup learns it from its welcome.
     */
    @Override
    public void retract(UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction) {
        DeviceAddress address = new DeviceAddress(user, device);
        Map<NodeId, List<SessionId>> targets = byNode(sessions);
        targets.putIfAbsent(self, List.of());
        retract(address, targets, retraction);
        presence.load(user)
                .subscribe()
                .with(
                        now -> retract(address, elsewhere(now, device, targets.keySet()), retraction),
                        failure -> LOG.debugf(
                                "newer sessions are not notified until they reconcile: %s", failure.getMessage()));
    }

    private void retract(DeviceAddress address, Map<NodeId, List<SessionId>> targets, Retraction retraction) {
        String frame = FrameWriter.write(new ServerFrame.Retract(retraction.notification(), retraction.reason()));
        targets.forEach((node, to) -> send(
                node,
                new NodeFrame(Kind.RETRACT, retraction.notification(), retraction.version(), address, to, frame)));
    }

    /** Returns the other sessions by node. A notified node notifies all sessions of the device that it holds. */
    private static Map<NodeId, List<SessionId>> elsewhere(Presence now, DeviceId device, Set<NodeId> notified) {
        Map<NodeId, List<SessionId>> others =
                byNode(now.device(device).map(Device::sessions).orElse(List.of()));
        others.keySet().removeAll(notified);
        return others;
    }

    private static Map<NodeId, List<SessionId>> byNode(List<SessionLocation> sessions) {
        Map<NodeId, List<SessionId>> nodes = LinkedHashMap.newLinkedHashMap(sessions.size() + 1);
        for (SessionLocation at : sessions) {
            nodes.computeIfAbsent(at.node(), node -> new ArrayList<>(1)).add(at.session());
        }
        return nodes;
    }

    private void send(NodeId node, NodeFrame envelope) {
        if (node.equals(self)) {
            deliver(envelope);
        } else {
            post.send(node, envelope);
        }
    }

    private void deliver(NodeFrame envelope) {
        switch (envelope.kind()) {
            case PRESENT -> envelope.to().forEach(session -> present(session, envelope));
            case RETRACT -> retract(envelope);
        }
    }

    private void present(SessionId session, NodeFrame envelope) {
        Connection connection = local.find(session);
        if (connection == null) {
            metrics.undelivered(1);
            return;
        }
        onLoop(connection, it -> it.present(envelope.id(), envelope.version(), envelope.frame()));
    }

    /**
     * Retracts in all sessions of the device, including those opened after the notification was shown: a tab may have
     * it from another tab.
     */
    private void retract(NodeFrame envelope) {
        Set<Connection> connections = new HashSet<>(local.of(envelope.address()));
        for (SessionId session : envelope.to()) {
            Connection connection = local.find(session);
            if (connection != null) {
                connections.add(connection);
            }
        }
        connections.forEach(connection ->
                onLoop(connection, it -> it.retract(envelope.id(), envelope.version(), envelope.frame())));
    }

    private static void onLoop(Connection connection, Consumer<Connection> task) {
        connection.loop().run(() -> task.accept(connection));
    }

    private void arrived(String message) {
        String[] lines = message.split("\n");
        for (int i = 0; i + 1 < lines.length; i += 2) {
            try {
                deliver(NodeFrame.decode(lines[i], lines[i + 1]));
            } catch (IllegalArgumentException e) {
                LOG.debugf("malformed message from another node: %s", e.getMessage());
            }
        }
    }
}
