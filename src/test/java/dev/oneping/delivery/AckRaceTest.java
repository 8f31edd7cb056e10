package dev.oneping.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.change.CommitResult;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.AttemptPlan;
import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.delivery.store.AcceptResult;
import dev.oneping.delivery.store.Commits;
import dev.oneping.delivery.store.DeliveryConfig;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.events.EventLog;
import dev.oneping.model.AckKind;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import dev.oneping.stats.TenantCounters;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs two escalation workers and a user's ack concurrently, ten thousand times, on a real Redis. In any order, one of
 * them wins each step, and Redis ends up in one of the two histories that the model allows.
 */
@Tag("slow")
class AckRaceTest {

    private static final int ROUNDS = 10_000;
    private static final DeviceId LAPTOP = new DeviceId("laptop");
    private static final DeviceId PHONE = new DeviceId("phone");

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();
    private final Clock clock = Clock.systemUTC();
    private final Phones phones = new Phones();
    private final ExecutorService threads = Executors.newFixedThreadPool(3);
    private NotificationStore store;
    private NotificationUpdater updater;
    private AckService settlement;
    private EventLog log;

    @BeforeEach
    void build() {
        log = new EventLog(rig.redis(), rig.shards(), RedisRig.events(), RedisRig.json(), clock);
        store = new NotificationStore(
                rig.redis(), rig.shards(), log, RedisRig.config(DeliveryConfig.class), RedisRig.json());
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        updater = new NotificationUpdater(
                store,
                phones,
                new NoChannel(),
                new NotificationMeters(metrics, new TenantCounters(rig.redis(), clock)),
                clock,
                metrics);
        settlement = new AckService(store, updater, phones, (user, by, asked) -> {});
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        rig.close();
    }

    @Test
    void shouldHaveOneWinnerAndNeverSendAfterAHumanAck() throws Exception {
        int acksFirst = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acksFirst += race() ? 1 : 0;
        }
        System.out.printf("The ack came first in %d of %d rounds%n", acksFirst, ROUNDS);
        assertTrue(acksFirst > 0 && acksFirst < ROUNDS, "both orders must have happened, or nothing was raced");
    }

    /** Runs one round; returns whether the ack came before the escalation. */
    private boolean race() throws Exception {
        VersionedState ringing = ringOnLaptop();
        CyclicBarrier barrier = new CyclicBarrier(3);

        Future<CommitResult<VersionedState, VersionedState>> first = threads.submit(escalate(ringing, barrier));
        Future<CommitResult<VersionedState, VersionedState>> second = threads.submit(escalate(ringing, barrier));
        Future<AckPort.Result> ack = threads.submit(() -> {
            barrier.await();
            return settlement
                    .ack(ann, ringing.id(), LAPTOP, AckKind.ACTED)
                    .await()
                    .indefinitely();
        });

        boolean escalated = Commits.isCommitted(first.get());
        assertFalse(escalated && Commits.isCommitted(second.get()), "two workers won the same step");
        escalated |= Commits.isCommitted(second.get());
        assertEquals(AckPort.Result.TAKEN, ack.get());
        assertLife(ringing.id(), escalated);
        return !escalated;
    }

    private void assertLife(NotificationId id, boolean escalated) {
        VersionedState after = store.find(ann.tenant(), id)
                .await()
                .indefinitely()
                .orElseThrow()
                .tracked();
        Ended ended = assertInstanceOf(Ended.class, after.state());
        assertEquals(NotificationOutcome.ACTED, ended.outcome());
        assertEquals(escalated ? 2 : 1, ended.past().size());
        assertEquals(escalated ? 4 : 3, after.version());
        assertEquals(List.of(), store.open(ann).await().indefinitely());
        assertFalse(phones.shows(id), "a device still shows what a person has answered");
    }

    private Callable<CommitResult<VersionedState, VersionedState>> escalate(
            VersionedState ringing, CyclicBarrier barrier) {
        Transition move = ((Open) ringing.state())
                .transitions(new TransitionContext(ringing.id(), Instant.MAX, clock.instant()), "unanswered")
                .begin(plan(PHONE));
        return () -> {
            barrier.await();
            CommitResult<VersionedState, VersionedState> commit =
                    store.commit(ringing, move, null).await().indefinitely();
            if (Commits.isCommitted(commit)) {
                phones.present(ann, PHONE, List.of(), presentation(Commits.committed(commit)));
            }
            return commit;
        };
    }

    private VersionedState ringOnLaptop() {
        Instant now = clock.instant();
        NotificationId id = NotificationId.create(now, rig.shards().of(ann).number());
        AcceptResult.Stored stored = (AcceptResult.Stored) store.accept(notification(id, ann, now), now.plusSeconds(5))
                .await()
                .indefinitely();
        Transition begin = ((Open) stored.tracked().state())
                .transitions(new TransitionContext(id, Instant.MAX, now), "")
                .begin(plan(LAPTOP));
        VersionedState ringing = Commits.committed(
                store.commit(stored.tracked(), begin, null).await().indefinitely());
        updater.committed(stored.tracked(), ringing, begin);
        return ringing;
    }

    private static Notification notification(NotificationId id, UserRef to, Instant now) {
        Content content = new Content("Build failed", null, null);
        return new Notification(id, to, content, "ci", Priority.HIGH, "default", null, now, now.plusSeconds(600));
    }

    private static AttemptPlan plan(DeviceId device) {
        return new AttemptPlan(
                new Target.Live(device, List.of()),
                AttemptPlan.Window.fixed(Duration.ofSeconds(45)),
                true,
                new EscalationPosition("default", 1, 1, 1),
                Variant.RICH);
    }

    private static DeviceMessage presentation(VersionedState tracked) {
        Attempt attempt = ((Delivering) tracked.state()).attempt();
        return new DeviceMessage(
                notification(tracked.id(), tracked.to(), attempt.startedAt()),
                attempt.number(),
                tracked.version(),
                attempt.ring(),
                attempt.ackBy(),
                Variant.RICH);
    }

    /** Devices that recognize an overtaken frame by its lower version. */
    private static final class Phones implements DeviceChannel {

        private final Map<NotificationId, Long> shown = new ConcurrentHashMap<>();
        private final Map<NotificationId, Long> retracted = new ConcurrentHashMap<>();

        @Override
        public synchronized void present(
                UserRef user, DeviceId device, List<SessionLocation> sessions, DeviceMessage presentation) {
            NotificationId id = presentation.notification().id();
            if (retracted.getOrDefault(id, 0L) < presentation.version()) {
                shown.put(id, presentation.version());
            }
        }

        @Override
        public synchronized void retract(
                UserRef user, DeviceId device, List<SessionLocation> sessions, Retraction retraction) {
            retracted.put(retraction.notification(), retraction.version());
            shown.remove(retraction.notification());
        }

        synchronized boolean shows(NotificationId id) {
            return shown.containsKey(id);
        }
    }
}
