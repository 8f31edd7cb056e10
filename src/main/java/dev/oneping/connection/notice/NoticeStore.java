package dev.oneping.connection.notice;

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
 * published last. It expires {@link NoticeConfig#life()} after the last change.
 */
@Singleton
class NoticeStore {

    private static final Script PUT = Script.load("notice/put.lua");
    private static final Script TAKE = Script.load("notice/take.lua");

    private final RedisPipeline redis;
    private final Duration life;

    NoticeStore(RedisPipeline redis, NoticeConfig config) {
        this.redis = redis;
        this.life = config.life();
    }

    /** Writes a document; returns its version. */
    Uni<Long> put(NoticeRef notice, String document) {
        return redis.run(PUT, List.of(notice.key()), List.of(document, life.toMillis()))
                .map(reply -> reply.number(1));
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
