package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.delivery.AckPort;
import dev.oneping.delivery.Nacked;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Opening;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.Report;
import dev.oneping.presence.Sessions;
import dev.oneping.redis.RedisUnavailable;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** What frames of devices lead to: sessions opened, reports taken, acks passed on. Each answer returns to its event loop. */
@Singleton
class DeviceProtocol implements Protocol {

    private static final Logger LOG = Logger.getLogger(DeviceProtocol.class);
    private static final String PONG = FrameWriter.write(new ServerFrame.Pong());
    private static final String CLOSED = "closed";

    private final Sessions sessions;
    private final AckPort acks;
    private final Event<Nacked> nacks;
    private final LocalSessions local;
    private final PresenceConfig times;
    private final Clock clock;

    DeviceProtocol(
            Sessions sessions,
            AckPort acks,
            Event<Nacked> nacks,
            LocalSessions local,
            PresenceConfig times,
            Clock clock) {
        this.sessions = sessions;
        this.acks = acks;
        this.nacks = nacks;
        this.local = local;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public void received(Connection connection, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Hello hello -> hello(connection, hello);
            case ClientFrame.Malformed malformed -> malformed(connection, malformed);
            case ClientFrame.Bye() -> connection.close(CloseCode.NORMAL);
            case ClientFrame.Observed observed -> ifLive(connection, it -> report(it, observed.report()));
            case ClientFrame.Ack ack -> ifLive(connection, it -> ack(it, ack));
            case ClientFrame.Nack nack -> ifLive(connection, it -> nack(it, nack));
            case ClientFrame.Ping() -> ifLive(connection, it -> it.send(PONG));
        }
    }

    @Override
    public void renew(Connection connection) {
        sessions.refresh(connection.address().user(), connection.session())
                .subscribe()
                .with(
                        known -> keepOrClose(connection, known),
                        // The lease outlives more than one heartbeat, so the next one will do.
                        failure -> LOG.debugf("a lease was not renewed: %s", failure.getMessage()));
    }

    @Override
    public CompletionStage<Void> ended(Connection connection, boolean wasLive) {
        local.remove(connection);
        return wasLive ? leave(connection) : CompletableFuture.completedStage(null);
    }

    private static void ifLive(Connection connection, Consumer<Connection> action) {
        if (connection.isLive()) {
            action.accept(connection);
        } else {
            connection.refuse(ErrorCode.HELLO_EXPECTED, "the first frame must be a hello");
        }
    }

    private static void malformed(Connection connection, ClientFrame.Malformed malformed) {
        connection.refuse(malformed.code(), malformed.detail());
        if (malformed.code() == ErrorCode.INVALID_UTF8) {
            connection.close(CloseCode.INVALID_TEXT);
        }
    }

    private void hello(Connection connection, ClientFrame.Hello hello) {
        if (!connection.isGreeting()) {
            connection.refuse(ErrorCode.REPEATED_HELLO, "hello was said before");
        } else if (!hello.device().equals(connection.address().device())) {
            connection.refuse(
                    ErrorCode.FOREIGN_DEVICE,
                    "/device is '" + hello.device() + "', but the token is for '"
                            + connection.address().device() + "'");
            connection.close(CloseCode.BAD_MESSAGE);
        } else {
            open(connection, hello);
        }
    }

    /** It is known here before it is stored: who learns of it from the store may write to it at once. */
    private void open(Connection connection, ClientFrame.Hello hello) {
        DeviceAddress address = connection.address();
        SessionId session = SessionId.create(clock.instant());
        connection.opening(session);
        local.add(connection);
        sessions.open(address.user(), address.device(), hello.platform(), session, hello.report())
                .subscribe()
                .with(
                        opening -> connection.loop().run(() -> opened(connection, opening)),
                        failure -> connection.loop().run(() -> notOpened(connection, failure)));
    }

    private void opened(Connection connection, Opening opening) {
        switch (opening) {
            case Opening.Opened ignored -> {
                if (connection.isOpening()) {
                    connection.welcome(new ServerFrame.Welcome(
                            connection.session(),
                            connection.address().device(),
                            times.heartbeat(),
                            times.lease(),
                            clock.instant()));
                } else {
                    leave(connection);
                }
            }
            case Opening.TooManyDevices many ->
                connection.turnAway(
                        ErrorCode.LIMIT_REACHED, "a person may have " + many.limit() + " devices", CloseCode.LIMIT);
            // Sessions of tabs that crashed run out by themselves, so it is worth coming back.
            case Opening.TooManySessions many ->
                connection.turnAway(
                        ErrorCode.LIMIT_REACHED,
                        "a device may have " + many.limit() + " sessions",
                        CloseCode.TRY_LATER);
        }
    }

    /** Whether the session was stored is not known, so it is taken back as well. */
    private void notOpened(Connection connection, Throwable failure) {
        unavailable("a session was not opened", failure);
        connection.turnAway(ErrorCode.UNAVAILABLE, "the session could not be opened now", CloseCode.TRY_LATER);
        leave(connection);
    }

    private void report(Connection connection, Report report) {
        sessions.report(connection.address().user(), connection.session(), report)
                .subscribe()
                .with(
                        known -> keepOrClose(connection, known),
                        failure -> tell(connection, failure, "the report could not be taken now"));
    }

    private void ack(Connection connection, ClientFrame.Ack ack) {
        DeviceAddress address = connection.address();
        acks.ack(address.user(), ack.notification(), address.device(), ack.kind())
                .subscribe()
                .with(
                        result -> {
                            if (result == AckPort.Result.UNKNOWN) {
                                connection.loop().run(() -> unknown(connection, ack));
                            }
                        },
                        failure -> tell(connection, failure, "the ack could not be taken now"));
    }

    private static void unknown(Connection connection, ClientFrame.Ack ack) {
        connection.refuse(ErrorCode.UNKNOWN_NOTIFICATION, "there is no notification '" + ack.notification() + "'");
    }

    private void nack(Connection connection, ClientFrame.Nack nack) {
        DeviceAddress address = connection.address();
        nacks.fire(new Nacked(address.user(), nack.notification(), address.device()));
    }

    /** A session that the store has lost, as when this process was stopped for longer than its lease, begins anew. */
    private static void keepOrClose(Connection connection, boolean known) {
        if (!known) {
            connection.loop().run(() -> connection.close(CloseCode.STATE_LOST));
        }
    }

    private static void tell(Connection connection, Throwable failure, String detail) {
        unavailable(detail, failure);
        connection.loop().run(() -> connection.refuse(ErrorCode.UNAVAILABLE, detail));
    }

    private CompletionStage<Void> leave(Connection connection) {
        UserRef user = connection.address().user();
        return sessions.close(user, connection.session(), CLOSED)
                .onFailure()
                .invoke(failure -> LOG.debugf("a session is left to its lease: %s", failure.getMessage()))
                .onFailure()
                .recoverWithUni(Uni.createFrom().voidItem())
                .subscribeAsCompletionStage();
    }

    private static void unavailable(String what, Throwable failure) {
        if (failure instanceof RedisUnavailable) {
            LOG.debugf("%s: %s", what, failure.getMessage());
        } else {
            LOG.error(what, failure);
        }
    }
}
