package dev.oneping.channel;

import dev.oneping.events.ChannelEvent;
import dev.oneping.events.EventLog;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Alerts operators that a channel rejects messages: each time by the metric {@code oneping.channel.rejected}, and in
 * the log and as an event at most once a minute for each user and reason, so that a wrong key does not flood them.
 */
@Singleton
class ChannelAlarms {

    private static final Logger LOG = Logger.getLogger(ChannelAlarms.class);
    private static final Script ALARM = Script.load("channel/alarm.lua");
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final RedisPipeline redis;
    private final Shards shards;
    private final EventLog log;
    private final MeterRegistry metrics;

    ChannelAlarms(RedisPipeline redis, Shards shards, EventLog log, MeterRegistry metrics) {
        this.redis = redis;
        this.shards = shards;
        this.log = log;
        this.metrics = metrics;
    }

    /** Raises an alarm, and returns whether it was published. Blocks. */
    boolean raise(UserRef user, NotificationId notification, String channel, @Nullable DeviceId device, String reason) {
        metrics.counter("oneping.channel.rejected", "channel", channel, "reason", reason)
                .increment();
        Shard shard = shards.of(user);
        List<Object> arguments = new ArrayList<>(List.of(user, log.keep(), QUIET.toMillis()));
        arguments.addAll(log.arguments(List.of(new ChannelEvent.Rejected(notification, channel, device, reason))));
        List<String> keys = List.of(shard.key("alarm", user, channel, reason), shard.user(user), log.key(shard));
        boolean raised =
                redis.run(ALARM, keys, arguments).await().indefinitely().tag().equals("raised");
        if (raised) {
            LOG.errorf("channel %s rejects %s: %s", channel, notification, reason);
        }
        return raised;
    }
}
