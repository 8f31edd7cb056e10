package dev.oneping.connection.protocol;

import dev.oneping.connection.Connection;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.FrameHandler;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.ResumeBuffer;
import dev.oneping.connection.frame.ClientFrame;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.AttemptNacked;
import dev.oneping.delivery.port.AttemptUnreceived;
import dev.oneping.delivery.port.RingPort;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.session.Sessions;
import dev.oneping.presence.user.PrivacySettingsStore;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.watch.WatchRequest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Handles the frames of devices: stores reports, passes on acks; {@link SessionOpener} handles the hello. Each result returns to the
 * connection's event loop.
 */
@Singleton
public class DeviceProtocol implements FrameHandler {

    private static final Logger LOG = Logger.getLogger(DeviceProtocol.class);

    /** The capability of clients that confirm every notification as soon as they have it. */
    private static final String RECEIPTS = "receipts";

    private static final String PONG = FrameWriter.write(new ServerFrame.Pong());

    private final Sessions sessions;
    private final PrivacySettingsStore privacy;
    private final KeptAcks acks;
    private final RingPort rings;
    private final Event<AttemptNacked> nacks;
    private final Event<AttemptUnreceived> unreceived;
    private final LocalSessions local;
    private final WatchBridge watchBridge;
    private final InboxFollowers followers;
    private final ResumeBuffers histories;
    private final SessionOpener opener;
    private final TokenRenewal renewal;
    private final LeaseRenewals leases;

    DeviceProtocol(
            Sessions sessions,
            PrivacySettingsStore privacy,
            KeptAcks acks,
            RingPort rings,
            Event<AttemptNacked> nacks,
            Event<AttemptUnreceived> unreceived,
            LocalSessions local,
            WatchBridge watchBridge,
            InboxFollowers followers,
            ResumeBuffers histories,
            SessionOpener opener,
            TokenRenewal renewal,
            LeaseRenewals leases) {
        this.sessions = sessions;
        this.privacy = privacy;
        this.acks = acks;
        this.rings = rings;
        this.nacks = nacks;
        this.unreceived = unreceived;
        this.local = local;
        this.watchBridge = watchBridge;
        this.followers = followers;
        this.histories = histories;
        this.opener = opener;
        this.renewal = renewal;
        this.leases = leases;
    }

    @Override
    public void received(Connection connection, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.Hello hello -> hello(connection, hello);
            case ClientFrame.Malformed malformed -> malformed(connection, malformed);
            case ClientFrame.Bye() -> connection.close(CloseCode.NORMAL);
            case ClientFrame.Observed observed -> ifLive(connection, it -> report(it, observed));
            case ClientFrame.Ack ack -> ifLive(connection, it -> ack(it, ack));
            case ClientFrame.Nack nack -> ifLive(connection, it -> nack(it, nack));
            case ClientFrame.Ring ring -> ifLive(connection, it -> ring(it, ring));
            case ClientFrame.Watch(WatchRequest request) -> ifLive(connection, it -> watchBridge.watch(it, request));
            case ClientFrame.Unwatch(WatchRequest request) ->
                ifLive(connection, it -> watchBridge.unwatch(it, request));
            case ClientFrame.Follow(boolean inbox) -> ifLive(connection, it -> follow(it, inbox));
            case ClientFrame.Token(String token) -> ifLive(connection, it -> renewal.renew(it, token));
            case ClientFrame.Ping() -> ifLive(connection, it -> it.send(PONG));
        }
    }

    @Override
    public void caughtUp(Connection connection) {
        watchBridge.tell(connection);
        followers.caughtUp(connection);
    }

    /** Passes it on only if no session of the device here may show it without a receipt. */
    @Override
    public void unreceived(Connection connection, NotificationId notification, int attempt) {
        DeviceAddress address = connection.address();
        if (local.of(address).stream().allMatch(it -> it.notifications().promisesReceipts())) {
            unreceived.fire(new AttemptUnreceived(address.user(), notification, address.device(), attempt));
        }
    }

    @Override
    public void renew(Connection connection) {
        leases.renew(connection);
    }

    @Override
    public CompletionStage<Void> ended(Connection connection, boolean wasLive) {
        local.remove(connection);
        leases.ended(connection);
        watchBridge.ended(connection);
        followers.unfollow(connection);
        ResumeBuffer log = connection.notifications().releaseBuffer();
        if (log != null) {
            histories.leave(connection.address(), log);
        }
        return wasLive ? opener.leave(connection) : CompletableFuture.completedStage(null);
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
        if (connection.isGreeting()) {
            Set<String> capabilities = hello.report().capabilities();
            connection.notifications().promisesReceipts(capabilities != null && capabilities.contains(RECEIPTS));
            opener.open(connection, hello);
            connection.warn(hello.odd());
        } else {
            connection.refuse(ErrorCode.REPEATED_HELLO, "the session already has a hello");
        }
    }

    private void follow(Connection connection, boolean inbox) {
        if (inbox) {
            followers.follow(connection);
        } else {
            followers.unfollow(connection);
        }
    }

    private void report(Connection connection, ClientFrame.Observed observed) {
        Report report = observed.report();
        connection.warn(observed.odd());
        if (report.capabilities() != null) {
            connection.notifications().promisesReceipts(report.capabilities().contains(RECEIPTS));
        }
        UserRef user = connection.address().user();
        privacy.applied(user.tenant(), report)
                .chain(stored -> sessions.report(user, connection.session(), stored))
                .subscribe()
                .with(
                        known -> keepOrClose(connection, known),
                        failure -> tell(
                                connection, failure, "the report could not be stored at the moment; try again later"));
    }

    private void ack(Connection connection, ClientFrame.Ack ack) {
        DeviceAddress address = connection.address();
        connection.notifications().received(ack.notification());
        if (ack.kind().isHuman()) {
            connection.notifications().answered(ack.notification());
        }
        acks.store(
                new KeptAcks.Ack(
                        address.user(), ack.notification(), address.device(), connection.session(), ack.kind()),
                result -> {
                    if (result == AckPort.Result.UNKNOWN) {
                        connection.loop().run(() -> unknown(connection, ack));
                    }
                },
                () -> connection.loop().run(() -> notKept(connection, ack)));
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

    private static void notKept(Connection connection, ClientFrame.Ack ack) {
        connection.refuse(
                ErrorCode.UNAVAILABLE,
                "the ack of '" + ack.notification() + "' could not be stored at the moment; send it again later");
    }

    private void nack(Connection connection, ClientFrame.Nack nack) {
        DeviceAddress address = connection.address();
        connection.notifications().received(nack.notification());
        nacks.fire(new AttemptNacked(address.user(), nack.notification(), address.device()));
    }

    /**
     * Closes the connection if the store has lost its session, as when this process was stopped for longer than the
     * lease; the client then opens a new one.
     */
    private static void keepOrClose(Connection connection, boolean known) {
        if (!known) {
            LeaseRenewals.close(connection);
        }
    }

    private static void tell(Connection connection, Throwable failure, String detail) {
        unavailable(detail, failure);
        connection.loop().run(() -> connection.refuse(ErrorCode.UNAVAILABLE, detail));
    }

    private static void unavailable(String what, Throwable failure) {
        if (failure instanceof RedisUnavailable) {
            LOG.debugf("%s: %s", what, failure.getMessage());
        } else {
            LOG.error(what, failure);
        }
    }
}
