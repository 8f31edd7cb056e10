package dev.oneping.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.delivery.life.AttemptPlan;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.RingLease;
import dev.oneping.delivery.store.AcceptResult;
import dev.oneping.delivery.store.Commits;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.events.EventLog;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code delivery/ring.lua}. */
class RingLeasesTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final int TABS = 50;

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();
    private final Clock clock = Clock.systemUTC();
    private final DeliveryConfig config = RedisRig.config(DeliveryConfig.class);
    private final NotificationStore store = new NotificationStore(
            rig.redis(),
            rig.shards(),
            new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), clock),
            config,
            RedisRig.json());
    private final RingLeases leases =
            new RingLeases(rig.redis(), rig.shards(), store, config, clock, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldLetOneOfManyTabsSoundThatAskTogether() {
        NotificationId id = ring(LAPTOP).id();

        List<RingLease> all = IntStream.range(0, TABS)
                .mapToObj(i -> leases.ask(ann, LAPTOP, session(), id).subscribeAsCompletionStage())
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertEquals(1, all.stream().filter(RingLease::granted).count());
        assertTrue(all.stream().allMatch(lease -> lease.fence() == 1 && lease.until() != null));
    }

    @Test
    void shouldRenewTheLeaseOfItsHolderWithTheSameFence() {
        NotificationId id = ring(LAPTOP).id();
        SessionId tab = session();

        RingLease first = get(leases.ask(ann, LAPTOP, tab, id));
        RingLease again = get(leases.ask(ann, LAPTOP, tab, id));

        assertTrue(first.granted() && again.granted());
        assertEquals(first.fence(), again.fence());
    }

    @Test
    void shouldGrantNoLeaseToADeviceThatDoesNotRing() {
        NotificationId id = ring(LAPTOP).id();
        Instant now = clock.instant();

        assertFalse(get(leases.ask(ann, PHONE, session(), id)).granted());
        assertNull(get(leases.ask(ann, PHONE, session(), id)).until());
        NotificationId unknown = NotificationId.create(now, rig.shards().of(ann).number());
        assertFalse(get(leases.ask(ann, LAPTOP, session(), unknown)).granted());
    }

    private VersionedState ring(DeviceId device) {
        Instant now = clock.instant();
        NotificationId id = NotificationId.create(now, rig.shards().of(ann).number());
        Notification notification = new Notification(
                id,
                ann,
                new Content("Build failed", null, null),
                "ci",
                Priority.HIGH,
                "default",
                null,
                now,
                now.plusSeconds(600));
        AcceptResult.Stored stored = (AcceptResult.Stored) get(store.accept(notification, now.plusSeconds(5)));
        AttemptPlan plan = new AttemptPlan(
                new Target.Live(device, List.of()),
                AttemptPlan.Window.fixed(Duration.ofSeconds(45)),
                true,
                new EscalationPosition("default", 1, 1, 1),
                Variant.RICH);
        Transition begin = ((Open) stored.tracked().state())
                .transitions(new TransitionContext(id, Instant.MAX, now), "")
                .begin(plan);
        return Commits.committed(get(store.commit(stored.tracked(), begin, null)));
    }

    private SessionId session() {
        return SessionId.create(clock.instant());
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
