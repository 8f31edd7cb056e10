package dev.oneping.connection.node;

import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionMetrics;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.connection.node.NodeFrame.Kind;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.NodeChannel;
import dev.oneping.redis.queue.Membership;
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
import org.jspecify.annotations.Nullable;

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
    private final Membership membership;
    private final ConnectionMetrics metrics;

    NodeRouter(
            NodeId self,
            LocalSessions local,
            NodeMessageBatcher post,
            PresenceStore presence,
            Membership membership,
            ConnectionMetrics metrics) {
        this.self = self;
        this.local = local;
        this.post = post;
        this.presence = presence;
        this.membership = membership;
        this.metrics = metrics;
    }

    void listen(@Observes StartupEvent ignored, NodeChannel nodes) {
        nodes.listen(this::arrived);
    }

    @Override
    public void present(UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage shown) {
        present(Kind.PRESENT, user, device, sessions, shown);
    }

    @Override
    public void presentAgain(UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage shown) {
        present(Kind.REPEAT, user, device, sessions, shown);
    }

    private void present(
            Kind kind, UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage shown) {
        if (sessions.isEmpty()) {
            return;
        }
        DeviceAddress address = new DeviceAddress(user, device);
        present(kind, address, sessions.subList(0, 1), shown, shown.ring());
        if (sessions.size() > 1) {
            present(kind, address, sessions.subList(1, sessions.size()), shown, false);
        }
    }

    private void present(
            Kind kind, DeviceAddress address, List<SessionLocation> sessions, DeviceMessage shown, boolean ring) {
        String frame = FrameWriter.write(
                new ServerFrame.Notify(shown.notification(), shown.attempt(), ring, shown.ackBy(), shown.variant()));
        byNode(sessions)
                .forEach((node, to) -> send(
                        node, new NodeFrame(kind, shown.notification().id(), shown.version(), address, to, frame)));
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

    /** Looks up the sessions of all devices at once, and only if there are other nodes. */
    @Override
    public void retractFromAll(UserRef user, Set<DeviceId> devices, Retraction retraction) {
        devices.forEach(device -> retract(new DeviceAddress(user, device), Map.of(self, List.of()), retraction));
        if (!membership.isAlone()) {
            presence.load(user)
                    .subscribe()
                    .with(
                            now -> devices.forEach(device -> retract(
                                    new DeviceAddress(user, device), elsewhere(now, device, Set.of(self)), retraction)),
                            failure -> LOG.debugf(
                                    "sessions on other nodes keep a notification until they reconcile: %s",
                                    failure.getMessage()));
        }
    }

    /** Looks up sessions on other nodes only if there are other nodes: this is done for every answer. */
    @Override
    public void retractFromOthers(UserRef user, DeviceId device, @Nullable SessionId answered, Retraction retraction) {
        DeviceAddress address = new DeviceAddress(user, device);
        NodeFrame frame = new NodeFrame(
                Kind.ANSWERED,
                retraction.notification(),
                retraction.version(),
                address,
                answered == null ? List.of() : List.of(answered),
                FrameWriter.write(new ServerFrame.Retract(retraction.notification(), retraction.reason())));
        deliver(frame);
        if (!membership.isAlone()) {
            presence.load(user)
                    .subscribe()
                    .with(
                            now -> elsewhere(now, device, Set.of(self)).keySet().forEach(node -> send(node, frame)),
                            failure -> LOG.debugf(
                                    "sessions on other nodes keep an answered notification until they reconcile: %s",
                                    failure.getMessage()));
        }
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
            case PRESENT, REPEAT -> envelope.to().forEach(session -> present(session, envelope));
            case RETRACT -> retract(envelope);
            case ANSWERED ->
                local.of(envelope.address()).stream()
                        .filter(connection -> !envelope.to().contains(connection.session()))
                        .forEach(connection -> retract(connection, envelope));
        }
    }

    private void present(SessionId session, NodeFrame envelope) {
        Connection connection = local.find(session);
        if (connection == null) {
            metrics.undelivered(1);
            return;
        }
        boolean again = envelope.kind() == Kind.REPEAT;
        onLoop(
                connection,
                it -> it.notifications().present(envelope.id(), envelope.version(), envelope.frame(), again));
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
        connections.forEach(connection -> retract(connection, envelope));
    }

    private static void retract(Connection connection, NodeFrame envelope) {
        onLoop(connection, it -> it.notifications().retract(envelope.id(), envelope.version(), envelope.frame()));
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
