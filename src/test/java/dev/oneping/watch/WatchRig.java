package dev.oneping.watch;

import dev.oneping.events.EventTail;
import dev.oneping.group.GroupConfig;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.presence.store.Crowd;
import dev.oneping.redis.StreamTail;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.Map;

/** A node with watches, on the Redis of a {@link Crowd}. */
public final class WatchRig {

    final PresenceChangeFeed news;
    final PresenceSettingsStore settings;
    final GroupStore groups;
    final PresencePermissions permissions;
    private final Crowd crowd;

    /** Beside that crowd. */
    public WatchRig(Crowd crowd) {
        this.crowd = crowd;
        RedisRig redis = crowd.redis();
        StreamTail tail = new StreamTail(
                redis.vertx(),
                RedisServer.options(RedisServer.shared().uri()),
                redis.redis(),
                RedisRig.config(RedisConfig.class));
        news = new PresenceChangeFeed(new EventTail(crowd.log(), redis.shards(), tail));
        settings = new PresenceSettingsStore(redis.redis());
        groups = new GroupStore(redis.redis(), RedisRig.config(GroupConfig.class), crowd.clock());
        permissions = new PresencePermissions(settings, groups);
    }

    PresenceWaiter waits(String recheck) {
        return new PresenceWaiter(crowd.store(), news, RedisRig.json(), config(Map.of("recheck", recheck)));
    }

    /** The watches of a node, with the defaults but for these. */
    public WatchService watches(Map<String, String> changed) {
        return new WatchService(permissions, news, crowd.seen(), groups, config(changed));
    }

    /** The log of who asked. */
    public PresenceAccesses accesses() {
        return new PresenceAccesses(crowd.redis().redis(), crowd.redis().shards(), crowd.clock());
    }

    /** Lets the people of the crowd see each other, or not. */
    public void allow(WatchPermission permission) {
        settings.allow(crowd.user("anybody").tenant(), permission).await().indefinitely();
    }

    /** Of how many people something is listened for. */
    public int watched() {
        return news.count();
    }

    void group(GroupId id, String... members) {
        groups.put(
                        crowd.user("anybody").tenant(),
                        id,
                        Arrays.stream(members).map(UserId::new).toList(),
                        null)
                .await()
                .indefinitely();
    }

    /** The defaults but for these. */
    static WatchConfig config(Map<String, String> changed) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(java.time.Duration.class, 300, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(WatchConfig.class)
                .withDefaultValues(changed.entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                each -> "oneping.watch." + each.getKey(), Map.Entry::getValue)))
                .build()
                .getConfigMapping(WatchConfig.class);
    }
}
