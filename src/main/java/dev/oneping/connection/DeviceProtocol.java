package dev.oneping.connection;

import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.delivery.AckPort;
import dev.oneping.delivery.AttemptNacked;
import dev.oneping.delivery.RingPort;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.OpenResult;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.ResumeIdentity;
import dev.oneping.presence.Sessions;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.watch.WatchRequest;
import dev.oneping.redis.RedisUnavailable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Handles the frames of devices: opens sessions, stores reports, passes on acks. Each result returns to the
 * connection's event loop.
 */
@Singleton
class DeviceProtocol implements FrameHandler {

    private static final Logger LOG = Logger.getLogger(DeviceProtocol.class);
    private static final String PONG = FrameWriter.write(new ServerFrame.Pong());
    private static final String CLOSED = "closed";

    private final Sessions sessions;
    private final AckPort acks;
    private final RingPort rings;
    private final Event<AttemptNacked> nacks;
    private final LocalSessions local;
    private final WatchBridge watchBridge;
    private final ResumeBuffers histories;
    private final SessionReplacer replacements;
    private final PresenceConfig times;
    private final Clock clock;

    DeviceProtocol(
            Sessions sessions,
            AckPort acks,
            RingPort rings,
            Event<AttemptNacked> nacks,
            LocalSessions local,
            WatchBridge watchBridge,
            ResumeBuffers histories,
            SessionReplacer replacements,
            PresenceConfig times,
            Clock clock) {
        this.sessions = sessions;
        this.acks = acks;
        this.rings = rings;
        this.nacks = nacks;
        this.local = local;
        this.watchBridge = watchBridge;
        this.histories = histories;
        this.replacements = replacements;
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
            case ClientFrame.Ring ring -> ifLive(connection, it -> ring(it, ring));
            case ClientFrame.Watch(WatchRequest request) -> ifLive(connection, it -> watchBridge.watch(it, request));
            case ClientFrame.Unwatch(WatchRequest request) ->
                ifLive(connection, it -> watchBridge.unwatch(it, request));
            case ClientFrame.Ping() -> ifLive(connection, it -> it.send(PONG));
        }
    }

    @Override
    public void caughtUp(Connection connection) {
        watchBridge.tell(connection);
    }

    @Override
    public void renew(Connection connection) {
        sessions.refresh(connection.address().user(), connection.session())
                .subscribe()
                .with(
                        known -> keepOrClose(connection, known),
                        // The lease outlives more than one heartbeat, so the next one retries.
                        failure -> LOG.debugf("lease renewal failed: %s", failure.getMessage()));
    }

    @Override
    public CompletionStage<Void> ended(Connection connection, boolean wasLive) {
        local.remove(connection);
        watchBridge.ended(connection);
        ResumeBuffer log = connection.releaseBuffer();
        if (log != null) {
            histories.leave(connection.address(), log);
        }
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
            connection.refuse(ErrorCode.REPEATED_HELLO, "the session already has a hello");
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

    /**
     * Opens a session. It is registered on this node before it is stored: another node that reads it from the store
     * may write to it at once.
     */
    private void open(Connection connection, ClientFrame.Hello hello) {
        connection.opening(SessionId.create(clock.instant()));
        local.add(connection);
        ClientFrame.Cursor request = hello.resume();
        if (request == null) {
            store(connection, hello, Resumption.NOT_ASKED);
        } else {
            histories
                    .take(connection.address(), request)
                    .thenAccept(log -> connection.loop().run(() -> goOn(connection, hello, request, log)));
        }
    }

    /** Continues the resume buffer of an earlier connection, or begins a new one, before the first frame can arrive. */
    private void goOn(
            Connection connection, ClientFrame.Hello hello, ClientFrame.Cursor request, Optional<ResumeBuffer> known) {
        Optional<List<String>> missed = known.flatMap(log -> log.after(request.offset()));
        ResumeBuffer log = missed.isPresent()
                ? known.orElseThrow()
                : histories.begin(connection.session().value());
        connection.numberWith(log);
        store(
                connection,
                hello,
                new Resumption(
                        new ServerFrame.Resumed(log.epoch(), log.last(), missed.isPresent()),
                        missed.orElse(List.of())));
    }

    private static ResumeIdentity identity(
            ClientFrame.@Nullable Cursor request, ServerFrame.@Nullable Resumed resumed) {
        return new ResumeIdentity(resumed == null ? null : resumed.epoch(), request == null ? null : request.epoch());
    }

    private void store(Connection connection, ClientFrame.Hello hello, Resumption resumption) {
        DeviceAddress address = connection.address();
        ResumeIdentity identity = identity(hello.resume(), resumption.resumed);
        sessions.open(
                        address.user(),
                        address.device(),
                        hello.platform(),
                        connection.session(),
                        hello.report(),
                        identity)
                .chain(opening ->
                        reconciled(connection, hello).map(handled -> new Greeting(opening, resumption, handled)))
                .subscribe()
                .with(
                        greeting -> connection.loop().run(() -> opened(connection, greeting, hello.watch())),
                        failure -> connection.loop().run(() -> notOpened(connection, failure)));
    }

    /** Stores the acks made while offline first; then returns which of the shown notifications are done. */
    private Uni<@Nullable List<NotificationId>> reconciled(Connection connection, ClientFrame.Hello hello) {
        DeviceAddress address = connection.address();
        return Multi.createFrom()
                .iterable(hello.acks())
                .onItem()
                .transformToUniAndConcatenate(
                        ack -> acks.ack(address.user(), ack.notification(), address.device(), ack.kind()))
                .collect()
                .last()
                .chain(() -> hello.shown().isEmpty()
                        ? Uni.createFrom().<@Nullable List<NotificationId>>nullItem()
                        : acks.handled(address.user(), address.device(), hello.shown()));
    }

    private void opened(Connection connection, Greeting greeting, @Nullable WatchRequest watch) {
        switch (greeting.opening) {
            case OpenResult.Opened opened -> {
                replacements.tell(opened.replaced());
                if (connection.isOpening()) {
                    connection.welcome(welcome(connection, greeting), greeting.resumption.missed);
                    if (watch != null) {
                        watchBridge.watch(connection, watch);
                    }
                } else {
                    leave(connection);
                }
            }
            case OpenResult.TooManyDevices many ->
                connection.reject(
                        ErrorCode.LIMIT_REACHED,
                        "the user has reached the limit of " + many.limit() + " devices",
                        CloseCode.LIMIT);
            // Sessions of crashed tabs expire, so a retry is worthwhile.
            case OpenResult.TooManySessions many ->
                connection.reject(
                        ErrorCode.LIMIT_REACHED,
                        "the device has reached the limit of " + many.limit() + " sessions",
                        CloseCode.TRY_LATER);
        }
    }

    /** Handles a failure. Whether the session was stored is unknown, so it is removed as well. */
    private void notOpened(Connection connection, Throwable failure) {
        unavailable("opening a session failed", failure);
        connection.reject(
                ErrorCode.UNAVAILABLE,
                "the session cannot be opened at the moment; try again later",
                CloseCode.TRY_LATER);
        leave(connection);
    }

    private void report(Connection connection, Report report) {
        sessions.report(connection.address().user(), connection.session(), report)
                .subscribe()
                .with(
                        known -> keepOrClose(connection, known),
                        failure -> tell(
                                connection, failure, "the report could not be stored at the moment; try again later"));
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
                        failure -> tell(
                                connection, failure, "the ack could not be stored at the moment; try again later"));
    }

    private void ring(Connection connection, ClientFrame.Ring request) {
        DeviceAddress address = connection.address();
        rings.ask(address.user(), address.device(), connection.session(), request.notification())
                .map(lease -> FrameWriter.write(
                        new ServerFrame.Ring(request.notification(), lease.granted(), lease.fence(), lease.until())))
                .subscribe()
                .with(
                        answer -> connection.loop().run(() -> connection.send(answer)),
                        failure -> tell(
                                connection,
                                failure,
                                "the ring request could not be processed at the moment; try again later"));
    }

    private static void unknown(Connection connection, ClientFrame.Ack ack) {
        connection.refuse(ErrorCode.UNKNOWN_NOTIFICATION, "there is no notification '" + ack.notification() + "'");
    }

    private void nack(Connection connection, ClientFrame.Nack nack) {
        DeviceAddress address = connection.address();
        nacks.fire(new AttemptNacked(address.user(), nack.notification(), address.device()));
    }

    /**
     * Closes the connection if the store has lost its session, as when this process was stopped for longer than the
     * lease; the client then opens a new one.
     */
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
        return (connection.isLost()
                        ? sessions.close(user, connection.session(), CLOSED)
                        : sessions.leave(user, connection.session(), CLOSED))
                .onFailure()
                .invoke(failure -> LOG.debugf("session not removed, it ends with its lease: %s", failure.getMessage()))
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

    private ServerFrame.Welcome welcome(Connection connection, Greeting greeting) {
        return new ServerFrame.Welcome(
                connection.session(),
                connection.address().device(),
                times.heartbeat(),
                times.lease(),
                clock.instant(),
                greeting.resumption.resumed,
                greeting.handled);
    }

    /** The parts of a welcome. */
    private record Greeting(
            OpenResult opening,
            Resumption resumption,
            @Nullable List<NotificationId> handled) {}

    /** The state of the resume buffer, and the frames to send again. */
    private record Resumption(ServerFrame.@Nullable Resumed resumed, List<String> missed) {
        static final Resumption NOT_ASKED = new Resumption(null, List.of());
    }
}
