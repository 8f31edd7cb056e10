package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Connections on an event loop whose clock and heartbeat a test moves by hand; calls of the handler are recorded. */
public final class ConnectionRig implements FrameHandler {

    public static final Duration HEARTBEAT = Duration.ofSeconds(25);
    static final Duration PONG_LIMIT = Duration.ofSeconds(10);

    final List<ClientFrame> received = new ArrayList<>();
    final List<NotificationId> unreceived = new ArrayList<>();
    final List<Connection> renewed = new ArrayList<>();
    final List<Connection> ended = new ArrayList<>();
    public final Heartbeat heartbeat = new Heartbeat(HEARTBEAT, PONG_LIMIT, new Random(1));
    long nanos;
    private Consumer<Connection> onCaughtUp = ignored -> {};

    private final EventLoop loop = new EventLoop(Runnable::run, heartbeat, () -> nanos);
    private final ConnectionLimits limits = ConnectionLimits.of(
            RedisRig.config(ConnectionConfig.class), this, new ConnectionMetrics(new SimpleMeterRegistry()));

    /** Where everything happens: on the test's own thread. */
    public EventLoop loop() {
        return loop;
    }

    /** A device connects. */
    public Connection connect(Transport transport) {
        return connect(transport, new DeviceAddress(UserRef.parse("acme:ann"), new DeviceId("laptop")));
    }

    /** Another device connects. */
    public Connection connect(Transport transport, DeviceAddress address) {
        return new Connection(limits, loop, transport, address);
    }

    /** A device connects, says hello and is welcome. */
    public Connection welcome(RecordingTransport transport) {
        Connection connection = connect(transport);
        open(connection);
        transport.frames.clear();
        return connection;
    }

    /** Its hello is taken. */
    public void open(Connection connection) {
        open(connection, SessionId.create(Instant.EPOCH));
    }

    public void open(Connection connection, SessionId session) {
        connection.opening(session);
        welcome(connection);
    }

    public void welcome(Connection connection) {
        connection.welcome(
                new ServerFrame.Welcome(
                        connection.session(),
                        connection.address().device(),
                        HEARTBEAT,
                        Duration.ofSeconds(60),
                        Instant.EPOCH,
                        null,
                        null),
                Replay.NOTHING);
    }

    /** Ends a connection by a last frame. */
    public void close(Connection connection, CloseCode code, String lastFrame) {
        connection.close(code, lastFrame);
    }

    /** So many steps of the heartbeat pass, of a second each. */
    public void seconds(int count) {
        for (int i = 0; i < count; i++) {
            nanos += Duration.ofSeconds(1).toNanos();
            heartbeat.beat();
        }
    }

    static byte[] bytes(String frame) {
        return frame.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void received(Connection connection, ClientFrame frame) {
        received.add(frame);
        if (frame instanceof ClientFrame.Malformed malformed) {
            connection.refuse(malformed.code(), malformed.detail());
        }
    }

    /** What is done once a connection has caught up. */
    public void onCaughtUp(Consumer<Connection> news) {
        onCaughtUp = news;
    }

    @Override
    public void caughtUp(Connection connection) {
        onCaughtUp.accept(connection);
    }

    @Override
    public void unreceived(Connection connection, NotificationId notification, int attempt) {
        unreceived.add(notification);
    }

    @Override
    public void renew(Connection connection) {
        renewed.add(connection);
    }

    @Override
    public CompletionStage<Void> ended(Connection connection, boolean wasLive) {
        ended.add(connection);
        return CompletableFuture.completedStage(null);
    }
}
