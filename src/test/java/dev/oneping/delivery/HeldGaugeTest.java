package dev.oneping.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Stimulus;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.AcceptResult;
import dev.oneping.delivery.store.Commits;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.Content;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.queue.Membership;
import dev.oneping.testing.House;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The counts that {@code delivery/transition.lua} keeps, and what is shown of them. */
class HeldGaugeTest {

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();
    private final Clock clock = Clock.systemUTC();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HeldGauge gauge = new HeldGauge(
            rig.redis(), rig.shards(), new Membership(rig.redis(), NodeId.create(clock.instant())), registry);
    private final House house = new House(Map.of())
            .with(RedisPipeline.class, rig.redis())
            .with(Clock.class, clock)
            .with(ObjectMapper.class, RedisRig.json());
    private final NotificationStore store = house.get(NotificationStore.class);
    private final String rule = "rule-" + ann.tenant();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldCountHeldNotificationsByReasonUntilTheirWaitEnds() {
        long before = shown("quiet_hours");
        VersionedState first = hold(accepted(), "quiet_hours");
        VersionedState second = hold(accepted(), "quiet_hours");
        assertEquals(before + 2, shown("quiet_hours"));

        VersionedState again = hold(first, "quiet_hours");
        assertEquals(before + 2, shown("quiet_hours"));

        VersionedState elsewhere = hold(again, rule);
        assertEquals(before + 1, shown("quiet_hours"));
        assertEquals("1", count(rule));

        commit(elsewhere, ((Open) elsewhere.state()).cancel(at(elsewhere.id()), "by_app"));
        commit(
                second,
                ((Open) second.state()).transitions(at(second.id()), "").begin(Stimulus.plan(Stimulus.Given.LAPTOP)));
        assertEquals(before, shown("quiet_hours"));
        assertEquals("", count(rule));
    }

    @Test
    void shouldShowTheReasonsOfAppsTogether() {
        long before = shown("other");

        VersionedState held = hold(accepted(), rule);

        assertEquals(before + 1, shown("other"));
        commit(held, ((Open) held.state()).cancel(at(held.id()), "by_app"));
    }

    @Test
    void shouldGiveAUserWhoIsOnlyNotifiedALifetime() {
        VersionedState one = accepted();

        long left = get(rig.redis().command(Command.PTTL, rig.shards().of(ann).user(ann)))
                .number();

        assertTrue(left > 399L * 86_400_000, () -> left + " ms");
        commit(one, ((Open) one.state()).cancel(at(one.id()), "by_app"));
    }

    private long shown(String reason) {
        get(gauge.read());
        return registry.find("oneping.held.notifications").tag("reason", reason).gauges().stream()
                .mapToLong(it -> (long) it.value())
                .sum();
    }

    private String count(String reason) {
        var reply = get(rig.redis().command(Command.HGET, rig.shards().of(ann).key("held"), reason));
        return reply.isNil() ? "" : reply.text();
    }

    private VersionedState accepted() {
        Instant now = clock.instant();
        Notification notification = new Notification(
                NotificationId.create(now, rig.shards().of(ann).number()),
                ann,
                new Content("1 new message", null, null),
                "chat",
                Priority.NORMAL,
                "default",
                null,
                now,
                now.plusSeconds(600));
        return ((AcceptResult.Stored) get(store.accept(notification, now.plusSeconds(5)))).tracked();
    }

    private VersionedState hold(VersionedState before, String reason) {
        return commit(
                before,
                ((Open) before.state())
                        .transitions(at(before.id()), "")
                        .hold(reason, clock.instant().plusSeconds(60)));
    }

    private VersionedState commit(VersionedState before, Transition transition) {
        return Commits.committed(get(store.commit(before, transition, null)));
    }

    private TransitionContext at(NotificationId id) {
        return new TransitionContext(id, Instant.MAX, clock.instant());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
