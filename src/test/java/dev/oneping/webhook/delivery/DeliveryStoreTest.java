package dev.oneping.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.Shard;
import dev.oneping.webhook.DeliveryPage;
import dev.oneping.webhook.delivery.DeliveryQueries.Resent;
import dev.oneping.webhook.delivery.DeliveryStore.Addressee;
import dev.oneping.webhook.delivery.DeliveryStore.Enqueued;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionSpecs;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The branches of {@code webhook/enqueue.lua}, {@code line_up.lua}, {@code pace.lua}, {@code claim.lua}, {@code settle.lua} and {@code resend.lua}. */
@Tag("slow")
class DeliveryStoreTest {

    private final WebhookRig rig = new WebhookRig("pending-per-subscription", "4", "keep-listed", "10");
    private final Subscription subscription = rig.subscribe("https://receiver.example/");

    @AfterEach
    void close() {
        rig.redis
                .redis()
                .command(Command.ZREM, QueueKeys.DUE.key(shard()), subscription.ref())
                .await()
                .indefinitely();
        rig.close();
    }

    @Test
    void shouldTakeAnEventOnceForASubscription() {
        assertEquals(Enqueued.QUEUED, rig.enqueue(subscription, "evt_1"));
        assertEquals(Enqueued.DUPLICATE, rig.enqueue(subscription, "evt_1"));

        List<Delivery> claimed = rig.claim(subscription, 10);

        assertEquals(1, claimed.size());
        assertEquals("evt_1", claimed.getFirst().event());
        assertEquals(rig.tenant, claimed.getFirst().to().tenant());
        assertEquals(1, claimed.getFirst().attempt());
        assertTrue(new String(claimed.getFirst().body(), StandardCharsets.UTF_8).contains("\"id\":\"evt_1\""));
    }

    @Test
    void shouldTakeAnEventInForSeveralSubscriptionsOfAShard() {
        Subscription fresh =
                rig.subscribe("https://fresh.example/", subscription.id().shard(), spec -> spec);
        Subscription full =
                rig.subscribe("https://full.example/", subscription.id().shard(), spec -> spec);
        rig.enqueue(subscription, "evt_1");
        for (int i = 2; i < 6; i++) {
            rig.enqueue(full, "evt_" + i);
        }

        List<Enqueued> enqueued = rig.deliveries
                .enqueue(
                        List.of(waiting(subscription), waiting(full), waiting(fresh)),
                        rig.outgoing("evt_1", "ann", 1),
                        rig.now())
                .await()
                .indefinitely();

        assertEquals(List.of(Enqueued.DUPLICATE, Enqueued.FULL, Enqueued.QUEUED), enqueued);
        assertEquals("evt_1", rig.claim(fresh, 10).getFirst().event());
        assertEquals(4, rig.claim(full, 10).size());
    }

    @Test
    void shouldGiveOutAfterTheLeaseWhatWasTakenInAndClaimedAtOnce() {
        rig.deliveries
                .enqueue(List.of(new Addressee(subscription.ref(), true)), rig.outgoing("evt_1", "ann", 1), rig.now())
                .await()
                .indefinitely();

        assertEquals(List.of(), rig.claim(subscription, 10));
        assertEquals(rig.now().plus(rig.config.lease()), wakesAt());
        rig.clock.forward(rig.config.lease());
        assertEquals(1, rig.claim(subscription, 10).getFirst().attempt());
    }

    private static Addressee waiting(Subscription subscription) {
        return new Addressee(subscription.ref(), false);
    }

    @Test
    void shouldLeaveOutWhatIsTooMuch() {
        for (int i = 0; i < 4; i++) {
            assertEquals(Enqueued.QUEUED, rig.enqueue(subscription, "evt_" + i));
        }

        assertEquals(Enqueued.FULL, rig.enqueue(subscription, "evt_4"));
    }

    @Test
    void shouldTakeWhatWasNeverSettledAgainAfterTheLease() {
        rig.enqueue(subscription, "evt_1");
        rig.claim(subscription, 10);

        assertEquals(List.of(), rig.claim(subscription, 10));
        rig.clock.forward(rig.config.lease());
        assertEquals(1, rig.claim(subscription, 10).size());
    }

    @Test
    void shouldWakeTheSubscriptionWhenSomethingIsDueAndNotBefore() {
        assertNull(wakesAt());
        rig.enqueue(subscription, "evt_1");
        assertEquals(rig.now(), wakesAt());

        Delivery delivery = rig.claim(subscription, 10).getFirst();
        assertEquals(rig.now().plus(rig.config.lease()), wakesAt());
        rig.settle(delivery, retryIn(Duration.ofSeconds(5)));
        assertEquals(rig.now().plusSeconds(5), wakesAt());

        rig.clock.forward(Duration.ofSeconds(5));
        rig.settle(rig.claim(subscription, 10).getFirst(), RetryDecision.ended(DeliveryState.SUCCEEDED));
        rig.clock.forward(rig.config.lease());
        rig.claim(subscription, 10);
        assertNull(wakesAt());
    }

    @Test
    void shouldWaitForTheLeaseWhereMoreIsDueThanWasTaken() {
        rig.enqueue(subscription, "evt_1");
        rig.enqueue(subscription, "evt_2");

        assertEquals(1, rig.claim(subscription, 1).size());

        assertEquals(rig.now().plus(rig.config.lease()), wakesAt());
        assertEquals(1, rig.claim(subscription, 1).size());
    }

    @Test
    void shouldRecordAttemptsAndEndWithTheLast() {
        rig.enqueue(subscription, "evt_1");
        assertTrue(rig.settle(rig.claim(subscription, 1).getFirst(), retryIn(Duration.ZERO)));
        Delivery second = rig.claim(subscription, 1).getFirst();
        assertEquals(2, second.attempt());
        assertTrue(rig.settle(second, RetryDecision.ended(DeliveryState.DEAD)));

        DeliveryView view = rig.list(subscription).getFirst();

        assertEquals(DeliveryState.DEAD, view.state());
        assertNull(view.nextAt());
        assertEquals(
                List.of(1, 2),
                view.attempts().stream().map(DeliveryAttempt::number).toList());
        assertEquals("oops", view.attempts().getFirst().response());
    }

    @Test
    void shouldRecordOnlyTheFirstOfTwoSettlementsOfOneAttempt() {
        rig.enqueue(subscription, "evt_1");
        Delivery delivery = rig.claim(subscription, 1).getFirst();

        assertTrue(rig.settle(delivery, RetryDecision.ended(DeliveryState.SUCCEEDED)));
        assertFalse(rig.settle(delivery, retryIn(Duration.ZERO)));

        assertEquals(DeliveryState.SUCCEEDED, rig.list(subscription).getFirst().state());
    }

    @Test
    void shouldForgetWhatExpiredWhileItWasQueued() {
        rig.enqueue(subscription, "evt_1");
        Delivery delivery = rig.claim(subscription, 1).getFirst();
        rig.redis
                .redis()
                .command(Command.DEL, shard().key("webhook", subscription.id(), "evt_1"))
                .await()
                .indefinitely();

        assertFalse(rig.settle(delivery, retryIn(Duration.ZERO)));
        rig.clock.forward(rig.config.lease());
        assertEquals(List.of(), rig.claim(subscription, 1));
        assertEquals(List.of(), rig.list(subscription));
    }

    @Test
    void shouldListTheNewestFirstAndGoOnFromACursor() {
        for (String event : List.of("evt_1", "evt_2", "evt_3")) {
            rig.enqueue(subscription, event);
        }

        DeliveryPage first = DeliveryPage.of(list(null, 3), 2);
        DeliveryPage second = DeliveryPage.of(list(first.nextCursor(), 3), 2);

        assertEquals(
                List.of("evt_3", "evt_2"),
                first.data().stream().map(DeliveryView::id).toList());
        assertEquals(
                List.of("evt_1"), second.data().stream().map(DeliveryView::id).toList());
        assertFalse(second.hasMore());
    }

    @Test
    void shouldSendOneThatIsOverOnceMoreWithTheWholeScheduleBeforeIt() {
        rig.enqueue(subscription, "evt_1");
        assertEquals(Resent.PENDING, resend("evt_1"));
        rig.settle(rig.claim(subscription, 1).getFirst(), RetryDecision.ended(DeliveryState.DEAD));
        assertEquals(List.of("evt_1"), dead());

        assertEquals(Resent.QUEUED, resend("evt_1"));

        Delivery again = rig.claim(subscription, 1).getFirst();
        assertEquals(2, again.attempt());
        assertEquals(1, again.turn());
        assertEquals(List.of(), dead());
        assertEquals(Resent.GONE, resend("evt_2"));
    }

    @Test
    void shouldSendOneThatWaitsForItsNextAttemptAtOnceButNoneThatIsBeingSent() {
        rig.enqueue(subscription, "evt_1");
        Delivery first = rig.claim(subscription, 1).getFirst();
        assertEquals(Resent.PENDING, resend("evt_1"));
        rig.settle(first, retryIn(Duration.ofHours(2)));
        assertEquals(List.of(), events(subscription));

        assertEquals(Resent.QUEUED, resend("evt_1"));

        Delivery again = rig.claim(subscription, 1).getFirst();
        assertEquals(2, again.attempt());
        assertEquals(1, again.turn());
        assertEquals(Resent.PENDING, resend("evt_1"));
    }

    @Test
    void shouldLetTheLatestOfAnIntervalTakeThePlaceOfWhatWaits() {
        Subscription calm = rig.subscribe(
                "https://receiver.example/", spec -> SubscriptionSpecs.everySo(spec, Duration.ofSeconds(30)));
        rig.enqueue(calm, "evt_1", "ann", 1);
        rig.enqueue(calm, "evt_bob", "bob", 1);
        rig.claim(calm, 10).forEach(first -> rig.settle(first, RetryDecision.ended(DeliveryState.SUCCEEDED)));
        rig.clock.forward(Duration.ofSeconds(10));

        rig.enqueue(calm, "evt_2", "ann", 2);
        rig.enqueue(calm, "evt_3", "ann", 3);
        assertEquals(Enqueued.DUPLICATE, rig.enqueue(calm, "evt_3", "ann", 3));

        assertEquals(List.of(), rig.claim(calm, 10));
        rig.clock.forward(Duration.ofSeconds(20).minusMillis(1));
        assertEquals(List.of(), events(calm));
        rig.clock.forward(Duration.ofMillis(1));
        assertEquals(List.of("evt_3"), events(calm));
        assertEquals(
                DeliveryState.DISCARDED,
                rig.list(calm).stream()
                        .filter(view -> view.id().equals("evt_2"))
                        .findFirst()
                        .orElseThrow()
                        .state());
    }

    @Test
    void shouldLetOnlyTheHeadOfAPersonsLineGo() {
        Subscription ordered = rig.subscribe("https://receiver.example/", SubscriptionSpecs::inOrder);
        rig.enqueue(ordered, "evt_1", "ann", 1);
        rig.enqueue(ordered, "evt_2", "ann", 2);
        assertEquals(Enqueued.DUPLICATE, rig.enqueue(ordered, "evt_2", "ann", 2));
        assertEquals(Enqueued.QUEUED, rig.enqueue(ordered, "evt_3", "bob", 1));
        assertEquals(Enqueued.FULL, rig.enqueue(ordered, "evt_4", "ann", 3));

        List<Delivery> heads = rig.claim(ordered, 10);
        assertEquals(
                List.of("evt_1", "evt_3"),
                heads.stream().map(Delivery::event).sorted().toList());
        Delivery ann =
                heads.stream().filter(it -> it.user().equals("ann")).findFirst().orElseThrow();
        rig.settle(ann, retryIn(Duration.ofSeconds(5)));
        assertEquals(List.of(), events(ordered));

        rig.clock.forward(Duration.ofSeconds(5));
        rig.settle(rig.claim(ordered, 10).getFirst(), RetryDecision.ended(DeliveryState.SUCCEEDED));
        assertEquals(List.of("evt_2"), events(ordered));
    }

    @Test
    void shouldTellSinceWhenAnEndpointFailsAndUntilWhen() {
        rig.enqueue(subscription, "evt_1");
        Instant began = rig.now();
        assertEquals(
                new DeliveryStore.Settled(true, began, 1),
                rig.settled(rig.claim(subscription, 1).getFirst(), retryIn(Duration.ofSeconds(5))));
        rig.clock.forward(Duration.ofSeconds(5));
        assertEquals(
                new DeliveryStore.Settled(true, began, 2),
                rig.settled(rig.claim(subscription, 1).getFirst(), retryIn(Duration.ZERO)));
        EndpointHealth failing = health();
        assertEquals(2, failing.failures());
        assertEquals(1, failing.pending());

        assertEquals(
                new DeliveryStore.Settled(true, began, 0),
                rig.settled(rig.claim(subscription, 1).getFirst(), RetryDecision.ended(DeliveryState.SUCCEEDED)));

        EndpointHealth well = health();
        assertEquals(1, well.succeeded());
        assertEquals(2, well.failed());
        assertNull(well.failingSince());
    }

    private EndpointHealth health() {
        return rig.queries.health(new QueueKeys(subscription.id())).await().indefinitely();
    }

    private List<String> events(Subscription of) {
        return rig.claim(of, 10).stream().map(Delivery::event).toList();
    }

    private Resent resend(String event) {
        return rig.queries.resend(subscription.ref(), event, rig.now()).await().indefinitely();
    }

    private List<String> dead() {
        return rig.queries.dead(new QueueKeys(subscription.id()), null, 10).await().indefinitely().stream()
                .map(DeliveryView::id)
                .toList();
    }

    private List<DeliveryView> list(@Nullable String before, int limit) {
        return rig.queries
                .list(new QueueKeys(subscription.id()), before, limit)
                .await()
                .indefinitely();
    }

    private RetryDecision retryIn(Duration pause) {
        return new RetryDecision(DeliveryState.PENDING, Optional.of(rig.now().plus(pause)));
    }

    private @Nullable Instant wakesAt() {
        var score = rig.redis
                .redis()
                .command(Command.ZSCORE, QueueKeys.DUE.key(shard()), subscription.ref())
                .await()
                .indefinitely();
        return score.isNil() ? null : Instant.ofEpochMilli(score.number());
    }

    private Shard shard() {
        return new QueueKeys(subscription.id()).shard();
    }
}
