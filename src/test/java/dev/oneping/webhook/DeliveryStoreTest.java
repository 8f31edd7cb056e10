package dev.oneping.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.Shard;
import dev.oneping.webhook.DeliveryStore.Enqueued;
import io.vertx.redis.client.Command;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The branches of {@code webhook/enqueue.lua}, {@code claim.lua} and {@code settle.lua}. */
class DeliveryStoreTest {

    private final WebhookRig rig = new WebhookRig("pending-per-subscription", "3", "keep-listed", "10");
    private final Subscription subscription = rig.subscribe("https://receiver.example/");

    @AfterEach
    void close() {
        rig.redis
                .redis()
                .command(Command.ZREM, DeliveryStore.DUE.key(shard()), subscription.id())
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
        assertEquals(rig.tenant, claimed.getFirst().tenant());
        assertEquals(1, claimed.getFirst().attempt());
        assertEquals("{\"id\":\"evt_1\"}", new String(claimed.getFirst().body(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldLeaveOutWhatIsTooMuch() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Enqueued.QUEUED, rig.enqueue(subscription, "evt_" + i));
        }

        assertEquals(Enqueued.FULL, rig.enqueue(subscription, "evt_3"));
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
        rig.settle(rig.claim(subscription, 10).getFirst(), Step.ended(DeliveryState.SUCCEEDED));
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
        assertTrue(rig.settle(second, Step.ended(DeliveryState.DEAD)));

        DeliveryView view = rig.list(subscription).getFirst();

        assertEquals(DeliveryState.DEAD, view.state());
        assertNull(view.nextAt());
        assertEquals(
                List.of(1, 2), view.attempts().stream().map(Attempt::number).toList());
        assertEquals("oops", view.attempts().getFirst().response());
    }

    @Test
    void shouldRecordOnlyTheFirstOfTwoSettlementsOfOneAttempt() {
        rig.enqueue(subscription, "evt_1");
        Delivery delivery = rig.claim(subscription, 1).getFirst();

        assertTrue(rig.settle(delivery, Step.ended(DeliveryState.SUCCEEDED)));
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

    private List<DeliveryView> list(@Nullable String before, int limit) {
        return rig.deliveries.list(subscription.id(), before, limit).await().indefinitely();
    }

    private Step retryIn(Duration pause) {
        return new Step(DeliveryState.PENDING, Optional.of(rig.now().plus(pause)));
    }

    private @Nullable Instant wakesAt() {
        var score = rig.redis
                .redis()
                .command(Command.ZSCORE, DeliveryStore.DUE.key(shard()), subscription.id())
                .await()
                .indefinitely();
        return score.isNil() ? null : Instant.ofEpochMilli(score.number());
    }

    private Shard shard() {
        return DeliveryStore.shard(subscription.id());
    }
}
