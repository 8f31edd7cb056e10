package dev.oneping.connection.protocol;

import dev.oneping.connection.Connection;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.Replay;
import dev.oneping.connection.ResumeBuffer;
import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.ShownState;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.session.OpenResult;
import dev.oneping.presence.session.ResumeIdentity;
import dev.oneping.presence.session.Sessions;
import dev.oneping.presence.user.PrivacySettingsStore;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.server.RedisUnavailable;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the session of a hello: stores the acks made while offline, then the session, then compares what the client shows
 * and what it missed with the current state, so that it gets exactly what it lacks and still holds.
 */
@Singleton
class SessionOpener {

    private static final Logger LOG = Logger.getLogger(SessionOpener.class);
    private static final String CLOSED = "closed";

    private final Sessions sessions;
    private final PrivacySettingsStore privacy;
    private final AckPort acks;
    private final LocalSessions local;
    private final WatchBridge watchBridge;
    private final ResumeBuffers buffers;
    private final SessionReplacer replacements;
    private final PresenceConfig times;
    private final Clock clock;

    SessionOpener(
            Sessions sessions,
            PrivacySettingsStore privacy,
            AckPort acks,
            LocalSessions local,
            WatchBridge watchBridge,
            ResumeBuffers buffers,
            SessionReplacer replacements,
            PresenceConfig times,
            Clock clock) {
        this.sessions = sessions;
        this.privacy = privacy;
        this.acks = acks;
        this.local = local;
        this.watchBridge = watchBridge;
        this.buffers = buffers;
        this.replacements = replacements;
        this.times = times;
        this.clock = clock;
    }

    /**
     * Opens a session. It is registered on this node before it is stored: another node that reads it from the store
     * may write to it at once.
     */
    void open(Connection connection, ClientFrame.Hello hello) {
        if (!hello.device().equals(connection.address().device())) {
            connection.refuse(
                    ErrorCode.FOREIGN_DEVICE,
                    "/device is '" + hello.device() + "', but the token is for '"
                            + connection.address().device() + "'");
            connection.close(CloseCode.BAD_MESSAGE);
            return;
        }
        connection.opening(SessionId.create(clock.instant()));
        if (!local.add(connection)) {
            connection.reject(
                    ErrorCode.LIMIT_REACHED,
                    "the tenant has reached the limit of " + local.limit() + " sessions on this node",
                    CloseCode.TRY_LATER);
            return;
        }
        ClientFrame.Cursor request = hello.resume();
        if (request == null) {
            store(connection, hello, Resumption.NOT_ASKED);
        } else {
            buffers.take(connection.address(), request)
                    .thenAccept(taken -> connection.loop().run(() -> proceed(connection, hello, request, taken)));
        }
    }

    /** Continues the resume buffer of an earlier connection, or begins a new one, before the first frame can arrive. */
    private void proceed(
            Connection connection, ClientFrame.Hello hello, ClientFrame.Cursor request, ResumeBuffers.Taken taken) {
        ResumeBuffer known = taken.buffer();
        List<String> missed =
                known == null ? null : known.after(request.offset()).orElse(null);
        ResumeBuffer buffer = known != null && missed != null
                ? known
                : buffers.begin(connection.session().value());
        connection.notifications().numberWith(buffer);
        store(
                connection,
                hello,
                new Resumption(
                        new ServerFrame.Resumed(buffer.epoch(), buffer.last(), missed != null),
                        // The client that keeps a contested epoch keeps its session, too.
                        new ResumeIdentity(buffer.epoch(), taken.isContested() ? null : request.epoch()),
                        buffer.shown().notifications(),
                        missed == null ? List.of() : missed));
    }

    private void store(Connection connection, ClientFrame.Hello hello, Resumption resumption) {
        DeviceAddress address = connection.address();
        // An answer first, so that the arrival finds nothing to show again that the user has dealt with.
        offlineAcks(connection, hello)
                .chain(() -> privacy.applied(address.user().tenant(), hello.report()))
                .chain(first -> sessions.open(
                        address.user(),
                        address.device(),
                        hello.platform(),
                        connection.session(),
                        first,
                        resumption.identity))
                .chain(opening -> state(connection, hello, resumption)
                        .map(state -> new Greeting(opening, hello, resumption, state)))
                .subscribe()
                .with(
                        greeting -> connection.loop().run(() -> opened(connection, greeting)),
                        failure -> connection.loop().run(() -> notOpened(connection, failure)));
    }

    private Uni<Void> offlineAcks(Connection connection, ClientFrame.Hello hello) {
        if (hello.acks().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        DeviceAddress address = connection.address();
        return Multi.createFrom()
                .iterable(hello.acks())
                .onItem()
                .transformToUniAndConcatenate(ack -> acks.ack(
                        address.user(), ack.notification(), address.device(), connection.session(), ack.kind()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<ShownState> state(Connection connection, ClientFrame.Hello hello, Resumption resumption) {
        Set<NotificationId> asked = new LinkedHashSet<>(hello.shown());
        asked.addAll(resumption.sent);
        DeviceAddress address = connection.address();
        return asked.isEmpty()
                ? Uni.createFrom().item(ShownState.NOTHING)
                : acks.reconcile(address.user(), address.device(), asked);
    }

    private void opened(Connection connection, Greeting greeting) {
        switch (greeting.opening) {
            case OpenResult.Opened opened -> {
                replacements.tell(opened.replaced());
                if (connection.isOpening()) {
                    welcome(connection, greeting);
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

    private void welcome(Connection connection, Greeting greeting) {
        ClientFrame.Hello hello = greeting.hello;
        for (NotificationId id : hello.shown()) {
            Integer attempt = greeting.state.attempts().get(id);
            if (attempt != null) {
                connection.notifications().hasShown(id, attempt);
            }
        }
        Replay replay = Replay.of(greeting.resumption.sent, greeting.resumption.missed, hello.shown(), greeting.state);
        connection.welcome(frame(connection, greeting), replay);
        if (hello.watch() != null) {
            watchBridge.watch(connection, hello.watch());
        }
    }

    private ServerFrame.Welcome frame(Connection connection, Greeting greeting) {
        List<NotificationId> shown = greeting.hello.shown();
        return new ServerFrame.Welcome(
                connection.session(),
                connection.address().device(),
                times.heartbeat(),
                times.lease(),
                clock.instant(),
                greeting.resumption.resumed,
                shown.isEmpty()
                        ? null
                        : shown.stream()
                                .distinct()
                                .filter(greeting.state.over()::contains)
                                .toList());
    }

    /** Handles a failure. Whether the session was stored is unknown, so it is removed as well. */
    private void notOpened(Connection connection, Throwable failure) {
        if (failure instanceof Problem refused && refused.type() == ProblemType.LIMIT_REACHED) {
            connection.reject(ErrorCode.LIMIT_REACHED, refused.detail(), CloseCode.LIMIT);
            return;
        }
        if (failure instanceof RedisUnavailable) {
            LOG.debugf("opening a session failed: %s", failure.getMessage());
        } else {
            LOG.error("opening a session failed", failure);
        }
        connection.reject(
                ErrorCode.UNAVAILABLE,
                "the session cannot be opened at the moment; try again later",
                CloseCode.TRY_LATER);
        leave(connection);
    }

    /** Removes the session of an ended connection. */
    CompletionStage<Void> leave(Connection connection) {
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

    /** The parts of a welcome. */
    private record Greeting(OpenResult opening, ClientFrame.Hello hello, Resumption resumption, ShownState state) {}

    /**
     * The knowledge about an earlier connection of the client.
     *
     * @param sent   the notifications that the client was sent or has missed, and that were not retracted
     * @param missed the frames that it missed
     */
    private record Resumption(
            ServerFrame.@Nullable Resumed resumed,
            ResumeIdentity identity,
            List<NotificationId> sent,
            List<String> missed) {
        static final Resumption NOT_ASKED = new Resumption(null, ResumeIdentity.NONE, List.of(), List.of());
    }
}
