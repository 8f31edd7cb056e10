package dev.oneping.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.EventLog;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Shard;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code channel/alarm.lua}. */
class ChannelAlarmsTest {

    private final RedisRig rig = new RedisRig();
    private final EventLog log =
            new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), Clock.systemUTC());
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ChannelAlarms alarms = new ChannelAlarms(rig.redis(), rig.shards(), log, metrics);
    private final UserRef ann = rig.someone();
    private final Shard shard = rig.shards().of(ann);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldReportAReasonOnceAMinuteAndCountItEachTime() {
        NotificationId id = NotificationId.create(Instant.now(), shard.number());

        assertTrue(alarms.raise(ann, id, "email", null, "refused"));
        assertFalse(alarms.raise(ann, id, "email", null, "refused"), "the same a moment later");
        assertTrue(alarms.raise(ann, id, "email", null, "too_large"), "another reason is other news");
        assertTrue(alarms.raise(ann, id, "sms", null, "refused"), "another channel, too");

        assertEquals(List.of("channel.rejected", "channel.rejected", "channel.rejected"), events());
        assertEquals(
                2.0,
                metrics.counter("oneping.channel.rejected", "channel", "email", "reason", "refused")
                        .count());
    }

    private List<String> events() {
        return log.read(shard, "0-0", 1000).await().indefinitely().stream()
                .map(EventLog.Positioned::event)
                .filter(event -> event.user().equals(ann))
                .map(event -> event.type())
                .toList();
    }
}
