package dev.oneping.connection;

import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.presence.watch.PresenceDelta;
import dev.oneping.presence.watch.Watch;
import dev.oneping.presence.watch.WatchRequest;
import dev.oneping.presence.watch.WatchService;
import dev.oneping.presence.watch.WatchService.Outcome;
import dev.oneping.redis.RedisUnavailable;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Which connections watch other people, and what they are told. Presence is written only where somebody takes it at the
 * moment: what happens meanwhile is told by its latest state, and never waits where notifications do.
 */
@Singleton
class WatchBridge {

    private static final Logger LOG = Logger.getLogger(WatchBridge.class);

    private final WatchService watches;
    private final Map<Connection, Watch> watching = new ConcurrentHashMap<>();

    WatchBridge(WatchService watches) {
        this.watches = watches;
    }

    /** Watches more, and answers what is seen of it now. To be called on the connection's event loop. */
    void watch(Connection connection, WatchRequest wish) {
        Watch watch = watching.computeIfAbsent(
                connection,
                it -> watches.open(it.address().user(), () -> it.loop().run(() -> tell(it))));
        watches.add(watch, wish)
                .subscribe()
                .with(
                        outcome -> connection.loop().run(() -> answer(connection, watch, outcome)),
                        failure -> connection.loop().run(() -> refuse(connection, watch, failure)));
    }

    /** Watches less. */
    void unwatch(Connection connection, WatchRequest wish) {
        Watch watch = watching.get(connection);
        if (watch != null) {
            watches.remove(watch, wish);
        }
    }

    /** The connection has ended. */
    void ended(Connection connection) {
        Watch watch = watching.remove(connection);
        if (watch != null) {
            watches.close(watch);
        }
    }

    private static void answer(Connection connection, Watch watch, Outcome outcome) {
        switch (outcome) {
            case Outcome.Watching(PresenceDelta seen) -> connection.send(presence(seen));
            case Outcome.Refused(String sentence) -> connection.refuse(ErrorCode.NOT_ALLOWED, sentence);
            case Outcome.Full(String sentence) -> connection.refuse(ErrorCode.LIMIT_REACHED, sentence);
        }
        watch.answered();
    }

    private static void refuse(Connection connection, Watch watch, Throwable failure) {
        if (failure instanceof RedisUnavailable) {
            LOG.debugf("a watch was not begun: %s", failure.getMessage());
        } else {
            LOG.error("a watch was not begun", failure);
        }
        connection.refuse(ErrorCode.UNAVAILABLE, "what to watch could not be read now");
        watch.answered();
    }

    /** Tells what there is to tell, if it is taken now. To be called on the connection's event loop. */
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
