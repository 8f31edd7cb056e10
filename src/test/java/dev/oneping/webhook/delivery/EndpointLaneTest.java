package dev.oneping.webhook.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import dev.oneping.webhook.Receiver;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionSpecs;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class EndpointLaneTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** No attempt ends by its timeout, however busy this machine is. */
    private final WebhookRig rig = new WebhookRig("dangerous-allow-private-networks", "true", "timeout", "1h");

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldSendWhatIsDueSignedAndRecordIt() throws Exception {
        try (Receiver receiver = Receiver.answering(204)) {
            Subscription subscription = rig.subscribe(receiver.url());
            rig.enqueue(subscription, "evt_1");

            rig.lane(subscription).wake();

            awaitState(subscription, DeliveryState.SUCCEEDED);
            Receiver.Call call = receiver.calls.getFirst();
            assertEquals("evt_1", call.header("webhook-id"));
            assertEquals(Long.toString(rig.now().getEpochSecond()), call.header("webhook-timestamp"));
            assertEquals("application/cloudevents+json; charset=utf-8", call.header("content-type"));
            assertEquals("identity", call.header("accept-encoding"));
            String expected = new Webhook(subscription.newestKey().reveal())
                    .sign("evt_1", rig.now().getEpochSecond(), call.body());
            assertEquals(expected, call.header("webhook-signature"));
        }
    }

    @Test
    void shouldTryAgainWithTheSameIdAndANewTimestamp() {
        AtomicInteger calls = new AtomicInteger();
        try (Receiver receiver = Receiver.answering(request -> request.response()
                .setStatusCode(calls.incrementAndGet() == 1 ? 503 : 200)
                .end("busy"))) {
            Subscription subscription = rig.subscribe(receiver.url());
            rig.enqueue(subscription, "evt_1");
            EndpointLane lane = rig.lane(subscription);
            lane.wake();
            await().atMost(PATIENCE).until(() -> !view(subscription).attempts().isEmpty());

            rig.clock.forward(Duration.ofSeconds(6));
            lane.wake();

            awaitState(subscription, DeliveryState.SUCCEEDED);
            assertEquals(
                    List.of("503", "200"),
                    view(subscription).attempts().stream()
                            .map(DeliveryAttempt::outcome)
                            .toList());
            assertEquals("busy", view(subscription).attempts().getFirst().response());
            assertEquals(
                    List.of("evt_1", "evt_1"),
                    receiver.calls.stream()
                            .map(call -> call.header("webhook-id"))
                            .toList());
            assertTrue(!receiver.calls
                    .get(0)
                    .header("webhook-signature")
                    .equals(receiver.calls.get(1).header("webhook-signature")));
        }
    }

    @Test
    void shouldSendAgainAfterTheLeaseWhatADeadNodeHadTaken() {
        try (Receiver receiver = Receiver.answering(200)) {
            Subscription subscription = rig.subscribe(receiver.url());
            rig.enqueue(subscription, "evt_1");
            rig.claim(subscription, 10);

            EndpointLane lane = rig.lane(subscription);
            lane.wake();
            rig.clock.forward(rig.config.lease());
            lane.wake();

            awaitState(subscription, DeliveryState.SUCCEEDED);
            assertEquals("evt_1", receiver.calls.getFirst().header("webhook-id"));
        }
    }

    @Test
    void shouldDisableASubscriptionThatIsGoneAndDiscardWhatWaits() {
        try (Receiver receiver = Receiver.answering(410)) {
            Subscription subscription = rig.subscribe(receiver.url());
            rig.enqueue(subscription, "evt_1");
            rig.enqueue(subscription, "evt_2");
            List<Delivery> claimed = rig.claim(subscription, 2);

            claimed.forEach(rig.worker::attempt);

            assertEquals(1, receiver.calls.size());
            assertEquals(
                    new Subscription.Disabled("gone", rig.now()),
                    rig.stored(subscription).status().disabled());
            assertEquals(
                    List.of(DeliveryState.DISCARDED, DeliveryState.DEAD),
                    rig.list(subscription).stream().map(DeliveryView::state).toList());
        }
    }

    @Test
    void shouldNeverCallAnAddressThatIsNotPublic() {
        try (Receiver receiver = Receiver.answering(200);
                WebhookRig guarded = new WebhookRig()) {
            Subscription subscription = guarded.subscribe("https://localhost:" + receiver.port() + "/");
            guarded.enqueue(subscription, "evt_1");

            guarded.lane(subscription).wake();

            await().atMost(PATIENCE)
                    .until(() -> guarded.list(subscription).getFirst().state() == DeliveryState.DEAD);
            assertEquals(
                    "blocked_address",
                    guarded.list(subscription).getFirst().attempts().getFirst().outcome());
            assertTrue(receiver.calls.isEmpty());
        }
    }

    @Test
    void shouldDelayNobodyForAnEndpointThatHangs() {
        try (Receiver hanging = Receiver.answering(request -> {});
                Receiver healthy = Receiver.answering(200)) {
            Subscription dead = rig.subscribe(hanging.url());
            Subscription live = rig.subscribe(healthy.url());
            for (int i = 0; i < 200; i++) {
                rig.enqueue(dead, "evt_" + i);
                rig.enqueue(live, "evt_" + i);
            }

            rig.lane(dead).wake();
            rig.lane(live).wake();

            await().atMost(PATIENCE).until(() -> healthy.calls.size() == 200);
            assertTrue(hanging.calls.size() <= rig.config.concurrency());
        }
    }

    @Test
    void shouldSendOneAtATimeToAnEndpointThatFails() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (WebhookRig stubborn = new WebhookRig(
                        "dangerous-allow-private-networks", "true", "timeout", "1h", "breaker-failures", "1000");
                Receiver receiver = Receiver.answering(request -> {
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                    // Before the answer: the sender may call again before its end is told here.
                    open.decrementAndGet();
                    request.response().setStatusCode(500).end();
                })) {
            Subscription subscription = stubborn.subscribe(receiver.url());
            EndpointLane lane = stubborn.lane(subscription);
            stubborn.enqueue(subscription, "evt_first");
            lane.wake();
            // Not when the attempt is recorded, but when the lane has drawn its conclusion.
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 1 && lane.isIdle());

            for (int i = 0; i < 20; i++) {
                stubborn.enqueue(subscription, "evt_" + i);
            }
            lane.wake();

            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 21);
            assertEquals(1, most.get());
        }
    }

    @Test
    void shouldLeaveAnEndpointAloneThatFailsAllTheTimeAndLoseNoAttempt() {
        try (WebhookRig fragile = new WebhookRig(
                        "dangerous-allow-private-networks", "true", "timeout", "1h", "breaker-failures", "3");
                Receiver receiver = Receiver.answering(500)) {
            Subscription subscription = fragile.subscribe(receiver.url());
            for (int i = 0; i < 10; i++) {
                fragile.enqueue(subscription, "evt_" + i);
            }
            EndpointLane lane = fragile.lane(subscription);
            lane.wake();
            await().atMost(PATIENCE).until(() -> receiver.calls.size() >= 3 && lane.isIdle());
            int before = receiver.calls.size();

            lane.wake();
            await().atMost(PATIENCE).until(lane::isIdle);
            assertEquals(before, receiver.calls.size());

            fragile.clock.forward(fragile.config.breakerPause());
            lane.wake();
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == before + 1 && lane.isIdle());
        }
    }

    @Test
    void shouldKeepEachPersonsOrderAndHoldBackOnlyTheirs() {
        AtomicBoolean broken = new AtomicBoolean(true);
        List<String> taken = new CopyOnWriteArrayList<>();
        try (Receiver receiver = Receiver.answering(request -> request.response()
                .setStatusCode(broken.get() && request.getHeader("webhook-id").startsWith("evt_ann") ? 500 : 200)
                .end())) {
            Subscription subscription = rig.subscribe(receiver.url(), SubscriptionSpecs::inOrder);
            for (int i = 0; i < 5; i++) {
                rig.enqueue(subscription, "evt_ann" + i, "ann", i);
                rig.enqueue(subscription, "evt_bob" + i, "bob", i);
            }
            EndpointLane lane = rig.lane(subscription);
            lane.wake();
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 6 && lane.isIdle());

            broken.set(false);
            rig.clock.forward(Duration.ofSeconds(6));
            lane.wake();
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 11 && lane.isIdle());

            receiver.calls.forEach(call -> taken.add(call.header("webhook-id")));
            assertEquals(
                    List.of("evt_ann0", "evt_ann0", "evt_ann1", "evt_ann2", "evt_ann3", "evt_ann4"),
                    taken.stream().filter(id -> id.startsWith("evt_ann")).toList());
            assertEquals(
                    List.of("evt_bob0", "evt_bob1", "evt_bob2", "evt_bob3", "evt_bob4"),
                    taken.stream().filter(id -> id.startsWith("evt_bob")).toList());
        }
    }

    @Test
    void shouldSendNothingWhileItIsPausedAndAllOfItAfterwards() {
        try (Receiver receiver = Receiver.answering(200)) {
            Subscription subscription = rig.subscribe(receiver.url(), SubscriptionSpecs::paused);
            rig.enqueue(subscription, "evt_1");
            EndpointLane lane = rig.lane(subscription);
            lane.wake();
            await().atMost(PATIENCE).until(lane::isIdle);
            assertTrue(receiver.calls.isEmpty());

            rig.subscriptions
                    .change(rig.tenant, subscription.id(), it -> it.with(SubscriptionSpecs.resumed(it.spec())))
                    .await()
                    .indefinitely();
            rig.parts.known().forget(rig.tenant);
            lane.wake();

            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 1);
        }
    }

    @Test
    void shouldKeepToTheRateThatWasAskedFor() {
        try (Receiver receiver = Receiver.answering(200)) {
            Subscription subscription = rig.subscribe(receiver.url(), spec -> spec.withRate(60));
            for (int i = 0; i < 3; i++) {
                rig.enqueue(subscription, "evt_" + i);
            }
            EndpointLane lane = rig.lane(subscription);
            for (int second = 1; second <= 3; second++) {
                int expected = second;
                lane.wake();
                await().atMost(PATIENCE).until(() -> receiver.calls.size() == expected && lane.isIdle());
                rig.clock.forward(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void shouldDisableAfterDaysOfFailureAndTellIt() {
        try (Receiver receiver = Receiver.answering(500)) {
            Subscription subscription = rig.subscribe(receiver.url());
            rig.enqueue(subscription, "evt_0");
            rig.worker.attempt(rig.claim(subscription, 1).getFirst());
            rig.clock.forward(rig.config.disableAfter());
            for (int i = 1; i < rig.config.disableAfterFailures(); i++) {
                assertTrue(rig.stored(subscription).takes(rig.now()));
                rig.enqueue(subscription, "evt_" + i);
                rig.worker.attempt(newest(subscription));
            }

            assertEquals(
                    new Subscription.Disabled("failing", rig.now()),
                    rig.stored(subscription).status().disabled());
            assertEquals(List.of("subscription.disabled"), rig.told(subscription));
        }
    }

    @Test
    void shouldTellThatAnEndpointHasRecovered() {
        AtomicInteger status = new AtomicInteger(500);
        try (Receiver receiver = Receiver.answering(
                request -> request.response().setStatusCode(status.get()).end())) {
            Subscription subscription = rig.subscribe(receiver.url());
            rig.enqueue(subscription, "evt_1");
            rig.worker.attempt(rig.claim(subscription, 1).getFirst());
            status.set(200);
            rig.clock.forward(rig.config.noteworthyFailure());

            rig.worker.attempt(rig.claim(subscription, 1).getFirst());

            assertEquals(List.of("subscription.recovered"), rig.told(subscription));
        }
    }

    private Delivery newest(Subscription subscription) {
        return rig.claim(subscription, 100).stream()
                .filter(delivery -> delivery.attempt() == 1)
                .findFirst()
                .orElseThrow();
    }

    private void awaitState(Subscription subscription, DeliveryState state) {
        await().atMost(PATIENCE).until(() -> view(subscription).state() == state);
    }

    private DeliveryView view(Subscription subscription) {
        return rig.list(subscription).getFirst();
    }
}
