package dev.oneping.notice;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Notices in Redis: {@code notice:{tenant}:<topic>} holds the newest version, its document, and the version that was
 * published last. It expires {@link NoticeConfig#life()} after the last change. {@code notices:{tenant}} lists the tenant's topics
 * with a notice by the time of that expiry.
 */
@Singleton
class NoticeStore {

    private static final Script PUT = Script.load("notice/put.lua");
    private static final Script TAKE = Script.load("notice/take.lua");

    private final RedisPipeline redis;
    private final Duration life;
    private final int limit;

    NoticeStore(RedisPipeline redis, NoticeConfig config) {
        this.redis = redis;
        this.life = config.life();
        this.limit = config.perTenant();
    }

    /**
     * Writes a document; returns its version.
     *
     * @throws Problem 429 if the tenant has too many notices
     */
    Uni<Long> put(NoticeRef notice, String document) {
        return redis.run(
                        PUT,
                        List.of(notice.key(), notice.listKey()),
                        List.of(document, life.toMillis(), notice.topic(), limit))
                .map(reply -> switch (reply.tag()) {
                    case "put" -> reply.number(1);
                    case "full" ->
                        throw Problem.of(
                                ProblemType.LIMIT_REACHED,
                                "The tenant has reached its limit of " + limit
                                        + " notices; one counts until it expires, also when it is removed.");
                    default -> throw new IllegalStateException("put.lua answered " + reply.tag());
                });
    }

    /** Returns the current notice. */
    Uni<Notice> read(NoticeRef notice) {
        return redis.command(Command.HMGET, notice.key(), "version", "document")
                .map(reply -> reply.isNil(0) ? Notice.NONE : new Notice(reply.number(0), reply.text(1)));
    }

    /** Returns the version to publish; empty if it was taken before. */
    Uni<Optional<Taken>> take(NoticeRef notice) {
        return redis.run(TAKE, List.of(notice.key()), List.of()).map(reply -> switch (reply.tag()) {
            case "new" -> Optional.of(new Taken(new Notice(reply.number(1), reply.text(2)), reply.number(3)));
            case "known" -> Optional.empty();
            default -> throw new IllegalStateException("take.lua answered " + reply.tag());
        });
    }

    /**
     * A version to publish.
     *
     * @param before the version that was published before it; 0 if none was
     */
    record Taken(Notice notice, long before) {}
}
