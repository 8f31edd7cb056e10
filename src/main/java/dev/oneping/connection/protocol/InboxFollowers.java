package dev.oneping.connection.protocol;

import dev.oneping.connection.Connection;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.delivery.InboxChanges;
import dev.oneping.delivery.port.InboxUpdate;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.server.RedisUnavailable;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Sends changes of a user's list of notifications to those sessions of the user that follow it. All followers of a user on
 * this node share one read. A session that does not read gets nothing until it has caught up; then it gets a frame that says
 * that it has missed changes, so these never take the room of notifications.
 */
@Singleton
class InboxFollowers {

    private static final Logger LOG = Logger.getLogger(InboxFollowers.class);

    private final InboxChanges changes;
    private final Map<UserRef, FollowedInbox> followed = new ConcurrentHashMap<>();
    private final Set<Connection> missed = ConcurrentHashMap.newKeySet();

    InboxFollowers(InboxChanges changes) {
        this.changes = changes;
    }

    /** Lets a session follow, and sends it the number of open notifications. Must be called on its event loop. */
    void follow(Connection connection) {
        changes.ready()
                .subscribe()
                .with(
                        ignored -> connection.loop().run(() -> join(connection)),
                        failure -> connection.loop().run(() -> refuse(connection, failure)));
    }

    /** Ends following; without effect for a session that does not follow. */
    void unfollow(Connection connection) {
        missed.remove(connection);
        UserRef user = connection.address().user();
        followed.computeIfPresent(user, (ignored, inbox) -> {
            if (!inbox.leave(connection)) {
                return inbox;
            }
            changes.leave(user);
            return null;
        });
    }

    /** Sends what a session has missed. Must be called on its event loop. */
    void caughtUp(Connection connection) {
        FollowedInbox inbox = followed.get(connection.address().user());
        if (inbox != null && missed.contains(connection)) {
            inbox.asks(connection);
            read(connection.address().user(), inbox);
        }
    }

    private void join(Connection connection) {
        if (!connection.isLive()) {
            return;
        }
        UserRef user = connection.address().user();
        FollowedInbox inbox = followed.compute(user, (ignored, known) -> {
            FollowedInbox it = known;
            if (it == null) {
                it = new FollowedInbox();
                FollowedInbox begun = it;
                changes.listen(user, id -> changed(user, begun, id));
            }
            it.join(connection);
            return it;
        });
        read(user, inbox);
    }

    private void changed(UserRef user, FollowedInbox inbox, NotificationId id) {
        inbox.changed(id);
        read(user, inbox);
    }

    /** Reads once at a time for each user, so that frames come in the order of the reads. */
    private void read(UserRef user, FollowedInbox inbox) {
        FollowedInbox.Turn turn = inbox.begin();
        if (turn == null) {
            return;
        }
        changes.read(user, turn.changed())
                .subscribe()
                .with(
                        update -> {
                            turn.followers().forEach(it -> it.loop().run(() -> send(it, turn, update)));
                            next(user, inbox);
                        },
                        failure -> {
                            LOG.debugf("a list of notifications could not be read: %s", failure.getMessage());
                            missed.addAll(turn.followers());
                            turn.asked().forEach(it -> it.loop().run(() -> refuse(it, failure)));
                            next(user, inbox);
                        });
    }

    private void next(UserRef user, FollowedInbox inbox) {
        inbox.end();
        read(user, inbox);
    }

    /** Sends an answer to who has asked at once, and other news to a session that reads. */
    private void send(Connection connection, FollowedInbox.Turn turn, InboxUpdate update) {
        if (!connection.isLive()) {
            missed.remove(connection);
        } else if (connection.isBehind() && !turn.asked().contains(connection)) {
            missed.add(connection);
        } else {
            boolean incomplete = missed.remove(connection) || turn.overflowed();
            connection.send(FrameWriter.write(new ServerFrame.Inbox(update.open(), update.changed(), incomplete)));
        }
    }

    private static void refuse(Connection connection, Throwable failure) {
        if (!(failure instanceof RedisUnavailable)) {
            LOG.error("a list of notifications could not be followed", failure);
        }
        connection.refuse(
                ErrorCode.UNAVAILABLE, "the list of notifications cannot be read at the moment; try again later");
    }
}
