package dev.oneping.notify.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.change.CommitResult;
import dev.oneping.delivery.life.AttemptPlan;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.Content;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.GroupId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.model.Variant;
import dev.oneping.notify.fanout.FanOutState.Tally;
import dev.oneping.notify.fanout.FanOutStore.Found;
import dev.oneping.redis.Shards;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process dies while everyone in a group is asked, or two workers ask them concurrently: each member is asked once.
 */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class EveryoneCrashTest {

    private static final List<UserId> PEOPLE =
            IntStream.range(1_000, 1_450).mapToObj(i -> new UserId("u" + i)).toList();
    private static final UserId ANN = PEOPLE.getFirst();

    @Inject
    FanOutStore store;

    @Inject
    FanOutService fanOuts;

    @Inject
    FanOutRunner runner;

    @Inject
    FanOutBatches batches;

    @Inject
    NotificationStore parts;

    @Inject
    Shards shards;

    @Inject
    Clock clock;

    private final TenantId tenant =
            new TenantId("c" + Long.toHexString(ThreadLocalRandom.current().nextLong()));

    @Test
    void shouldAskEveryoneAfterTheNotifiedProcessDied() {
        FanOut fanOut = fanOut(PEOPLE.subList(0, 3));
        annAsksEveryone(fanOut);

        begin(fanOut, asking(fanOut, List.of(ANN)), Duration.ofMillis(300));

        awaitStage(fanOut, new FanOutState.Watching(ANN, new Tally(3, 0)), Map.of("delivering", 1L, "held", 2L));
    }

    @Test
    void shouldResumeADeadProcessAndGiveItToEachUserOnce() {
        // Given: one batch is recorded, and a part of the next one is done but not recorded.
        FanOut fanOut = fanOut(PEOPLE);
        annAsksEveryone(fanOut);
        FanOutState.Spreading noted = new FanOutState.Spreading(PEOPLE.get(200), ANN, new Tally(201, 0));
        get(batches.give(batches.parts(fanOut, noted, PEOPLE.subList(1, 330))));

        begin(fanOut, noted, Duration.ofMillis(300));

        awaitStage(fanOut, new FanOutState.Watching(ANN, new Tally(450, 0)), Map.of("delivering", 1L, "held", 449L));
    }

    @Test
    void shouldAskASkippedMemberAgainWhenEveryoneIsAsked() {
        // Given: the second was asked before, and has lost it.
        UserId bob = PEOPLE.get(1);
        FanOut fanOut = fanOut(PEOPLE.subList(0, 3));
        Notification lost = batches.part(fanOut, bob);
        get(batches.give(lost));
        get(batches.takeBack(new NotificationStore.Due(lost.to(), lost.id()), "passed_on"));
        annAsksEveryone(fanOut);

        begin(fanOut, asking(fanOut, List.of(bob, ANN)), Duration.ofMillis(300));

        awaitStage(
                fanOut,
                new FanOutState.Watching(ANN, new Tally(3, 0)),
                Map.of("cancelled", 1L, "delivering", 1L, "held", 2L));
    }

    @Test
    void shouldAskEachOnceWhenTwoWorkersRunConcurrently() {
        FanOut fanOut = fanOut(PEOPLE.subList(0, 3));
        annAsksEveryone(fanOut);
        Found asking = begin(fanOut, asking(fanOut, List.of(ANN)), Duration.ofHours(1));

        // When: both continue from the state that they read.
        List<Optional<Found>> widened = both(asking);
        Found spreading = widened.stream().flatMap(Optional::stream).findFirst().orElseThrow();
        List<Optional<Found>> given = both(spreading);

        assertEquals(1, widened.stream().filter(Optional::isPresent).count());
        assertEquals(1, given.stream().filter(Optional::isPresent).count());
        awaitStage(fanOut, new FanOutState.Watching(ANN, new Tally(3, 0)), Map.of("delivering", 1L, "held", 2L));
    }

    @Test
    void shouldWithdrawPartsThatWereGivenAfterTheCancellation() {
        FanOut fanOut = fanOut(PEOPLE.subList(0, 3));
        annAsksEveryone(fanOut);
        Found spreading = begin(fanOut, new FanOutState.Spreading(null, ANN, new Tally(1, 0)), Duration.ofHours(1));
        get(fanOuts.cancel(tenant, fanOut.id(), "by_app"));

        // When: a worker that had read it before continues from its outdated state.
        assertTrue(get(runner.take(spreading)).isEmpty());

        assertEquals(Map.of("cancelled", 3L), get(store.counts(fanOut)));
    }

    private List<Optional<Found>> both(Found found) {
        return get(Uni.join().all(runner.take(found), runner.take(found)).andFailFast());
    }

    /** Moves the asked member's notification to the step at which its policy asks everyone. */
    private void annAsksEveryone(FanOut fanOut) {
        Notification part = batches.part(fanOut, ANN);
        assertTrue(get(batches.give(part)));
        VersionedState life = get(parts.find(tenant, part.id())).orElseThrow().tracked();
        TransitionContext at = new TransitionContext(part.id(), part.expiresAt(), clock.instant());
        Transition asks = ((State.Open) life.state())
                .transitions(at, "unanswered")
                .begin(new AttemptPlan(
                        new Target.Everyone(),
                        AttemptPlan.Window.fixed(Duration.ofMinutes(5)),
                        true,
                        new EscalationPosition("default", 1, 1, 1),
                        Variant.RICH));
        assertInstanceOf(CommitResult.Committed.class, get(parts.commit(life, asks, null)));
    }

    private FanOutState asking(FanOut fanOut, List<UserId> asked) {
        return new FanOutState.Asking(
                ANN, batches.part(fanOut, ANN).id(), asked, clock.instant().plusSeconds(3_600), 0);
    }

    private Found begin(FanOut fanOut, FanOutState stage, Duration due) {
        get(store.create(fanOut, stage, clock.instant().plus(due)));
        return get(store.find(tenant, fanOut.id())).orElseThrow();
    }

    private void awaitStage(FanOut fanOut, FanOutState stage, Map<String, Long> counts) {
        Awaitility.await().untilAsserted(() -> {
            FanOutService.Overview now = get(fanOuts.find(tenant, fanOut.id())).orElseThrow();
            assertEquals(stage, now.state());
            assertEquals(counts, now.counts());
        });
    }

    private FanOut fanOut(List<UserId> people) {
        Instant now = clock.instant();
        UserRef standIn = new UserRef(tenant, ANN);
        return new FanOut(
                new Notification(
                        NotificationId.create(now, shards.of(standIn).number()),
                        standIn,
                        new Content("Disk is full", null, null),
                        "default",
                        Priority.NORMAL,
                        "default",
                        null,
                        now,
                        now.plusSeconds(7_200)),
                new Audience.OneOf(new GroupId("ops"), people, GroupStrategy.FIRST_AVAILABLE, Duration.ofHours(1)));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
