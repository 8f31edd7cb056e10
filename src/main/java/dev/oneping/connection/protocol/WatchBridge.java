package dev.oneping.connection.protocol;

import dev.oneping.auth.Caller;
import dev.oneping.connection.Connection;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.watch.PresenceAccesses;
import dev.oneping.watch.PresenceDelta;
import dev.oneping.watch.Watch;
import dev.oneping.watch.WatchRequest;
import dev.oneping.watch.WatchService;
import dev.oneping.watch.WatchService.Outcome;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Connects device connections to presence watches. Presence is written only while the device reads: intermediate
 * changes are coalesced into the latest state, and never take the room of notifications.
 */
@Singleton
class WatchBridge {

    private static final Logger LOG = Logger.getLogger(WatchBridge.class);

    private final WatchService watches;
    private final PresenceAccesses accesses;
    private final Map<Connection, Watch> watching = new ConcurrentHashMap<>();

    WatchBridge(WatchService watches, PresenceAccesses accesses) {
        this.watches = watches;
        this.accesses = accesses;
    }

    /** Adds watches and sends the current presence. Must be called on the connection's event loop. */
    void watch(Connection connection, WatchRequest request) {
        Watch watch = watching.computeIfAbsent(
                connection,
                it -> watches.open(it.address().user(), () -> it.loop().run(() -> tell(it))));
        watches.add(watch, request)
                .subscribe()
                .with(
                        outcome -> connection.loop().run(() -> answer(connection, watch, outcome)),
                        failure -> connection.loop().run(() -> refuse(connection, watch, failure)));
    }

    /** Removes watches. */
    void unwatch(Connection connection, WatchRequest request) {
        Watch watch = watching.get(connection);
        if (watch != null) {
            watches.remove(watch, request);
        }
    }

    /** Removes the watches of an ended connection. */
    void ended(Connection connection) {
        Watch watch = watching.remove(connection);
        if (watch != null) {
            watches.close(watch);
        }
    }

    private void answer(Connection connection, Watch watch, Outcome outcome) {
        switch (outcome) {
            case Outcome.Watching(PresenceDelta seen) -> {
                connection.send(presence(seen));
                record(connection.address(), seen);
            }
            case Outcome.Refused(String sentence) -> connection.refuse(ErrorCode.NOT_ALLOWED, sentence);
            case Outcome.Full(String sentence) -> connection.refuse(ErrorCode.LIMIT_REACHED, sentence);
        }
        watch.answered();
    }

    private void record(DeviceAddress by, PresenceDelta seen) {
        TenantId tenant = by.user().tenant();
        accesses.record(
                new Caller.Device(tenant, by.user().user(), by.device()),
                seen.people().stream()
                        .map(person -> new UserRef(tenant, person.user()))
                        .toList());
    }

    private static void refuse(Connection connection, Watch watch, Throwable failure) {
        if (failure instanceof RedisUnavailable) {
            LOG.debugf("a watch request failed: %s", failure.getMessage());
        } else {
            LOG.error("a watch request failed", failure);
        }
        connection.refuse(ErrorCode.UNAVAILABLE, "presence cannot be read at the moment; try again later");
        watch.answered();
    }

    /** Sends pending updates if the device reads. Must be called on the connection's event loop. */
    void tell(Connection connection) {
        Watch watch = watching.get(connection);
        if (watch == null || !connection.isLive() || connection.isBehind()) {
            return;
        }
        PresenceDelta news = watch.take();
        if (!news.ended().isEmpty()) {
            connection.send(FrameWriter.write(new ServerFrame.Unwatch(news.ended())));
        }
        if (news.isSeen()) {
            connection.send(presence(news));
        }
    }

    private static String presence(PresenceDelta seen) {
        return FrameWriter.write(new ServerFrame.Presence(seen.snapshot(), seen.people(), seen.groups()));
    }
}
