package dev.oneping.delivery.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.store.AcceptResult;
import dev.oneping.delivery.store.Commits;
import dev.oneping.delivery.store.FirstStepStore;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.House;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For how long a notification and what lists it stay in Redis. */
class RetentionTest {

    private static final Duration RETENTION = Duration.ofDays(7);

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();
    private final Instant now = Clock.systemUTC().instant();
    private final House house = new House(Map.of())
            .with(RedisPipeline.class, rig.redis())
            .with(Clock.class, Clock.systemUTC())
            .with(ObjectMapper.class, RedisRig.json());
    private final NotificationStore store = house.get(NotificationStore.class);
    private final FirstStepStore firsts = house.get(FirstStepStore.class);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldKeepAShortOneFromItsExpiry() {
        VersionedState tracked = accepted(Duration.ofDays(1));

        cancel(tracked);

        assertAbout(Duration.ofDays(1).plus(RETENTION), left(store.key(ann.tenant(), tracked.id())));
    }

    @Test
    void shouldKeepALongOneFromItsEnd() {
        VersionedState tracked = accepted(Duration.ofDays(28));
        assertAbout(Duration.ofDays(28).plus(RETENTION), left(store.key(ann.tenant(), tracked.id())));

        cancel(tracked);

        assertAbout(RETENTION, left(store.key(ann.tenant(), tracked.id())));
    }

    @Test
    void shouldKeepTheInboxLongerThanEachThatItLists() {
        get(rig.redis().command(Command.HSET, rig.shards().of(ann).user(ann), "pv", 1));
        String inbox = rig.shards().of(ann).key("inbox", ann);
        begin(Duration.ofMinutes(10));
        Duration first = left(inbox);
        assertTrue(first.compareTo(RETENTION.plusMinutes(10)) > 0, () -> "kept for " + first);

        begin(Duration.ofMinutes(10));
        assertAbout(first, left(inbox));

        begin(Duration.ofDays(20));
        Duration longer = left(inbox);
        assertTrue(longer.compareTo(RETENTION.plusDays(20)) > 0, () -> "kept for " + longer);

        begin(Duration.ofMinutes(10));
        assertAbout(longer, left(inbox));
    }

    @Test
    void shouldListNothingAsOpenThatHasEnded() {
        cancel(accepted(Duration.ofDays(1)));

        long keys = get(rig.redis().command(Command.EXISTS, rig.shards().of(ann).key("open", ann)))
                .number();
        assertEquals(0, keys, "an empty set is no key");
    }

    private VersionedState accepted(Duration life) {
        return ((AcceptResult.Stored) get(store.accept(notification(life), now.plusSeconds(5)))).tracked();
    }

    private void begin(Duration life) {
        Notification notification = notification(life);
        Open held = new State.Held("quiet_hours", now, now.plusSeconds(60), List.of(), List.of(), null);
        Transition wait = new Transition(
                held,
                now.plusSeconds(60),
                List.of(new NotificationEvent.Held(notification.id(), "quiet_hours", now.plusSeconds(60))),
                null,
                "");
        TraceLine line = new TraceLine(now, "accepted", List.of(), null, null, null, null);
        AcceptResult begun =
                get(firsts.begin(notification, now.plusSeconds(5), new FirstStep(1, wait, line, null, Duration.ZERO)));
        assertEquals(AcceptResult.Begun.class, begun.getClass());
    }

    private Notification notification(Duration life) {
        return new Notification(
                NotificationId.create(now, rig.shards().of(ann).number()),
                ann,
                new Content("1 new message", null, null),
                "chat",
                Priority.NORMAL,
                "default",
                null,
                now,
                now.plus(life));
    }

    private void cancel(VersionedState before) {
        Transition end = ((Open) before.state()).cancel(new TransitionContext(before.id(), Instant.MAX, now), "by_app");
        Commits.committed(get(store.commit(before, end, null)));
    }

    private Duration left(String key) {
        return Duration.ofMillis(get(rig.redis().command(Command.PTTL, key)).number());
    }

    private static void assertAbout(Duration expected, Duration actual) {
        assertTrue(expected.minus(actual).abs().compareTo(Duration.ofMinutes(5)) < 0, () -> "kept for " + actual);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
