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
 * The subscribers of topics: {@code topic:{t}:<topic>} holds the subscribers in alphabetical order, so that an
 * iteration can stop and resume, and {@code topics:{t}} the names. They stay until they are removed, bounded by {@link
 * GroupConfig}.
 */
@Singleton
public class TopicStore {

    private static final Script SUBSCRIBE = Script.load("group/subscribe.lua");
    private static final Script UNSUBSCRIBE = Script.load("group/unsubscribe.lua");

    private final RedisPipeline redis;
    private final GroupConfig config;

    /** Uses the given Redis. */
    public TopicStore(RedisPipeline redis, GroupConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** Adds subscribers: all of them, or none if they exceed the limit. */
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

    /** Removes a subscriber; false if there was no such. */
    public Uni<Boolean> unsubscribe(TenantId tenant, TopicId topic, UserId user) {
        return redis.run(UNSUBSCRIBE, keys(tenant, topic), List.of(topic, user)).map(reply -> reply.number(1) == 1);
    }

    /** Removes a topic with all its subscribers; false if it had none. */
    public Uni<Boolean> remove(TenantId tenant, TopicId topic) {
        return redis.command(Command.ZREM, names(tenant), topic)
                .chain(() -> redis.command(Command.UNLINK, key(tenant, topic)))
                .map(reply -> reply.number() == 1);
    }

    /** Returns whether that user has subscribed. */
    public Uni<Boolean> isSubscribed(TenantId tenant, TopicId topic, UserId user) {
        return redis.command(Command.ZSCORE, key(tenant, topic), user).map(reply -> !reply.isNil());
    }

    /** Returns the subscribers after one, in alphabetical order. */
    public Uni<List<UserId>> subscribers(TenantId tenant, TopicId topic, @Nullable String after, int limit) {
        return page(key(tenant, topic), after, limit)
                .map(names -> names.stream().map(UserId::new).toList());
    }

    /** Returns the topics that have subscribers after one, in alphabetical order. */
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

    /** The result of adding subscribers. */
    public sealed interface Subscribed {

        /** All of them are subscribers now. */
        record Done(long added, long total) implements Subscribed {}

        /** The topic would exceed its limit; it has this many subscribers. */
        record TopicFull(long total) implements Subscribed {}

        /** The tenant has reached its limit of topics. */
        record TooManyTopics(long topics) implements Subscribed {}
    }
}
