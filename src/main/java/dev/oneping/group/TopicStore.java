package dev.oneping.group;

import dev.oneping.model.TenantId;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has subscribed to which topic: {@code topic:{t}:<topic>} holds the subscribers in alphabetical order, so that a walk
 * over them can stop and go on, and {@code topics:{t}} the names. They stay until they are removed, bounded by
 * {@link GroupConfig}.
 */
@Singleton
public class TopicStore {

    private static final Script SUBSCRIBE = Script.load("group/subscribe.lua");
    private static final Script UNSUBSCRIBE = Script.load("group/unsubscribe.lua");

    private final RedisPipeline redis;
    private final GroupConfig config;

    /** On that Redis. */
    public TopicStore(RedisPipeline redis, GroupConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** Adds subscribers: all of them or, where they do not fit, none. */
    public Uni<Subscribed> subscribe(TenantId tenant, TopicId topic, List<UserId> users) {
        List<Object> arguments = new ArrayList<>(List.of(topic, config.subscribers(), config.topics()));
        arguments.addAll(users);
        return redis.run(SUBSCRIBE, keys(tenant, topic), arguments).map(reply -> switch (reply.tag()) {
            case "subscribed" -> new Subscribed.Done(reply.number(1), reply.number(2));
            case "full" -> new Subscribed.TopicFull(reply.number(1));
            case "topics" -> new Subscribed.TooManyTopics(reply.number(1));
            default -> throw new IllegalStateException("subscribe.lua answered " + reply.tag());
        });
    }

    /** Takes a subscriber away; false if there was no such. */
    public Uni<Boolean> unsubscribe(TenantId tenant, TopicId topic, UserId user) {
        return redis.run(UNSUBSCRIBE, keys(tenant, topic), List.of(topic, user)).map(reply -> reply.number(1) == 1);
    }

    /** Removes a topic with all its subscribers; false if it had none. */
    public Uni<Boolean> remove(TenantId tenant, TopicId topic) {
        return redis.command(Command.ZREM, names(tenant), topic)
                .chain(() -> redis.command(Command.UNLINK, key(tenant, topic)))
                .map(reply -> reply.number() == 1);
    }

    /** Whether that person has subscribed. */
    public Uni<Boolean> isSubscribed(TenantId tenant, TopicId topic, UserId user) {
        return redis.command(Command.ZSCORE, key(tenant, topic), user).map(reply -> !reply.isNil());
    }

    /** The subscribers after one, in alphabetical order. */
    public Uni<List<UserId>> subscribers(TenantId tenant, TopicId topic, @Nullable String after, int limit) {
        return page(key(tenant, topic), after, limit)
                .map(names -> names.stream().map(UserId::new).toList());
    }

    /** The topics that have subscribers after one, in alphabetical order. */
    public Uni<List<TopicId>> topics(TenantId tenant, @Nullable String after, int limit) {
        return page(names(tenant), after, limit)
                .map(names -> names.stream().map(TopicId::new).toList());
    }

    private Uni<List<String>> page(String key, @Nullable String after, int limit) {
        return redis.command(Command.ZRANGE, key, after == null ? "-" : "(" + after, "+", "BYLEX", "LIMIT", 0, limit)
                .map(reply -> reply.texts());
    }

    private static List<String> keys(TenantId tenant, TopicId topic) {
        return List.of(key(tenant, topic), names(tenant));
    }

    private static String key(TenantId tenant, TopicId topic) {
        return "topic:{" + tenant + "}:" + topic;
    }

    private static String names(TenantId tenant) {
        return "topics:{" + tenant + "}";
    }

    /** What became of the wish to subscribe. */
    public sealed interface Subscribed {

        /** They are all subscribers now. */
        record Done(long added, long total) implements Subscribed {}

        /** The topic would have more than it may have; it has that many. */
        record TopicFull(long total) implements Subscribed {}

        /** The tenant has as many topics as it may have. */
        record TooManyTopics(long topics) implements Subscribed {}
    }
}
