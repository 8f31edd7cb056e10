package dev.oneping.change;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A document in a field of a Redis hash, which is replaced only if its text is still the one that was read.
 *
 * @param redis the connection
 * @param key   the hash
 * @param field the field, by its text
 */
public record DocumentField(RedisPipeline redis, String key, Object field)
        implements VersionedStore<String, String, String> {

    private static final Script REPLACE = Script.load("change/replace.lua");

    @Override
    public Uni<Optional<String>> load() {
        return redis.command(Command.HGET, key, field)
                .map(reply -> reply.isNil() ? Optional.empty() : Optional.of(reply.text()));
    }

    @Override
    public Uni<CommitResult<String, String>> commit(String before, String draft, Instant now) {
        return redis.run(REPLACE, List.of(key), List.of(field, before, draft)).map(reply -> switch (reply.tag()) {
            case "replaced" -> new CommitResult.Committed<>(draft);
            case "conflict" -> new CommitResult.Conflict<>(reply.text(1));
            case "gone" -> new CommitResult.Gone<>();
            default -> throw new IllegalStateException("replace.lua answered " + reply.tag());
        });
    }
}
