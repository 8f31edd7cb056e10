package dev.oneping.watch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.auth.Caller;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The log of who asked for a user's presence, for that user: one entry for each caller and hour, the last {@link #KEPT} of them, for
 * {@link #LIFE}. Writes are not awaited: a failed one is lost. Thread-safe.
 */
@Singleton
public class PresenceAccesses {

    static final int KEPT = 100;
    private static final Duration LIFE = Duration.ofDays(90);
    private static final Logger LOG = Logger.getLogger(PresenceAccesses.class);
    private static final int REMEMBERED = 100_000;

    private final RedisPipeline redis;
    private final Shards shards;
    private final Clock clock;

    /** What this node has recorded lately, so that a repeated question costs nothing. */
    private final Cache<Recorded, Boolean> recorded = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .build();

    PresenceAccesses(RedisPipeline redis, Shards shards, Clock clock) {
        this.redis = redis;
        this.shards = shards;
        this.clock = clock;
    }

    /** Records that a caller asks for the presence of users. A user who asks for the own one is not recorded. */
    public void record(Caller by, List<UserRef> users) {
        String member = clock.instant().truncatedTo(ChronoUnit.HOURS) + "|"
                + switch (by) {
                    case Caller.App app -> "key:" + app.key();
                    case Caller.Device device -> "user:" + device.user();
                };
        for (UserRef user : users) {
            boolean self =
                    by instanceof Caller.Device device && device.userRef().equals(user);
            if (!self && recorded.asMap().putIfAbsent(new Recorded(user, member), true) == null) {
                record(user, member);
            }
        }
    }

    private void record(UserRef user, String member) {
        String key = key(user);
        redis.command(Command.ZADD, key, 0, member)
                .chain(() -> redis.command(Command.ZREMRANGEBYRANK, key, 0, -KEPT - 1))
                .chain(() -> redis.command(Command.PEXPIRE, key, LIFE.toMillis()))
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("an access could not be recorded: %s", failure.getMessage()));
    }

    /** Returns the log of a user, newest first. */
    Uni<List<Access>> of(UserRef user) {
        return redis.command(Command.ZRANGE, key(user), 0, -1, "REV")
                .map(reply -> reply.texts().stream().map(Access::parse).toList());
    }

    private String key(UserRef user) {
        return shards.of(user).key("presence-accesses", user);
    }

    private record Recorded(UserRef user, String member) {}

    /**
     * One entry of the log.
     *
     * @param hour the beginning of the hour in which a caller asked, once or more often
     * @param by   {@code key:} and the id of an API key, or {@code user:} and the id of a user
     */
    public record Access(Instant hour, String by) {

        private static Access parse(String member) {
            int bar = member.indexOf('|');
            return new Access(Instant.parse(member.substring(0, bar)), member.substring(bar + 1));
        }
    }
}
