package dev.oneping.privacy;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.delivery.AckService;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.group.GroupStore;
import dev.oneping.group.TopicStore;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.device.DeviceRemoval;
import dev.oneping.presence.user.ErasedUsers;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.Shards;
import dev.oneping.redis.time.Time;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Erases what is stored about a user: refuses requests about the user on every node, revokes the credentials and closes the
 * connections, cancels what is open, and then erases in scans of all keys until one finds nothing. What a request that was under
 * way has stored meanwhile is found by the last scan, a moment later. Blocks.
 */
@Singleton
class UserEraser {

    /** The time in which requests that were accepted before are done. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final String REASON = "user_erased";

    private final KeyScan scan;
    private final Shards shards;
    private final DeviceRemoval devices;
    private final DeviceTokens tokens;
    private final NotificationStore notifications;
    private final AckService acks;
    private final GroupStore groups;
    private final TopicStore topics;
    private final ErasedUsers erased;
    private final Clock clock;

    UserEraser(
            KeyScan scan,
            Shards shards,
            DeviceRemoval devices,
            DeviceTokens tokens,
            NotificationStore notifications,
            AckService acks,
            GroupStore groups,
            TopicStore topics,
            ErasedUsers erased,
            Clock clock) {
        this.scan = scan;
        this.shards = shards;
        this.devices = devices;
        this.tokens = tokens;
        this.notifications = notifications;
        this.acks = acks;
        this.groups = groups;
        this.topics = topics;
        this.erased = erased;
        this.clock = clock;
    }

    /**
     * Erases a user's data. Can be repeated, for a user who is unknown as well.
     *
     * @throws Problem 503 if others keep storing data of the user
     */
    UserErasure erase(UserRef user) {
        erased.begin(user).await().indefinitely();
        try {
            int removed = devices.removeAll(user).await().indefinitely();
            // Also of devices that were never registered or connected.
            tokens.revoke(user, null, null).await().indefinitely();
            int cancelled = cancel(user);
            ErasureProof proof = new ErasureProof();
            KeyEraser eraser = eraser(Subject.of(user), shards.of(user).number(), proof);
            eraser.erase();
            Time.pause(SETTLED).await().indefinitely();
            long remaining = eraser.erase();
            if (remaining > 0) {
                throw Problem.of(
                        ProblemType.UNAVAILABLE,
                        "Data of '" + user.user() + "' is still being stored; repeat the request.");
            }
            return new UserErasure(
                    user.user(), clock.instant(), removed, cancelled, proof.keys(), proof.entries(), remaining);
        } finally {
            erased.end(user).await().indefinitely();
        }
    }

    private int cancel(UserRef user) {
        List<NotificationId> open = notifications.open(user).await().indefinitely();
        open.forEach(id -> acks.cancel(user.tenant(), id, REASON).await().indefinitely());
        return open.size();
    }

    /** Returns an eraser for one subject. */
    KeyEraser eraser(Subject subject, int shard, ErasureProof proof) {
        Ownership ownership = new Ownership(subject, scan, shard);
        return new KeyEraser(scan, ownership, new EntryEraser(scan, ownership, groups, topics), proof);
    }
}
