package dev.oneping.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointLaneTest {

    private final WebhookRig rig = new WebhookRig("dangerous-allow-private-networks", "true", "timeout", "2s");

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
            assertEquals("application/cloudevents+json; charset=UTF-8", call.header("content-type"));
            assertEquals("identity", call.header("accept-encoding"));
            String expected = new Webhook(subscription.secrets().getFirst().reveal())
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
            await().until(() -> !view(subscription).attempts().isEmpty());

            rig.clock.forward(Duration.ofSeconds(6));
            lane.wake();

            awaitState(subscription, DeliveryState.SUCCEEDED);
            assertEquals(
                    List.of("503", "200"),
                    view(subscription).attempts().stream().map(Attempt::outcome).toList());
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
            EndpointLane lane = rig.lane(subscription);
            rig.enqueue(subscription, "evt_1");
            lane.wake();
            await().until(() -> !stored(subscription).isActive());

            rig.enqueue(subscription, "evt_2");
            lane.wake();

            awaitState(subscription, DeliveryState.DISCARDED);
            assertEquals(1, receiver.calls.size());
            assertEquals("gone", String.valueOf(stored(subscription).disabled()).replaceAll(".*reason=(\\w+).*", "$1"));
        }
    }

    @Test
    void shouldNeverCallAnAddressThatIsNotPublic() {
        try (Receiver receiver = Receiver.answering(200);
                WebhookRig guarded = new WebhookRig()) {
            Subscription subscription = guarded.subscribe("https://localhost:" + receiver.port() + "/");
            guarded.enqueue(subscription, "evt_1");

            guarded.lane(subscription).wake();

            await().until(() -> guarded.list(subscription).getFirst().state() == DeliveryState.DEAD);
            assertEquals(
                    "blocked_address",
                    guarded.list(subscription).getFirst().attempts().getFirst().outcome());
            assertTrue(receiver.calls.isEmpty());
        }
    }

    @Test
    void shouldDelayNobodyForAnEndpointThatHangs() {
        try (Receiver hanging = Receiver.answering(request -> {});
                Receiver healthy = Receiver.answering(200);
                WebhookRig patient = new WebhookRig("dangerous-allow-private-networks", "true", "timeout", "1h")) {
            Subscription dead = patient.subscribe(hanging.url());
            Subscription live = patient.subscribe(healthy.url());
            for (int i = 0; i < 200; i++) {
                patient.enqueue(dead, "evt_" + i);
                patient.enqueue(live, "evt_" + i);
            }

            patient.lane(dead).wake();
            patient.lane(live).wake();

            await().until(() -> healthy.calls.size() == 200);
            assertTrue(hanging.calls.size() <= patient.config.concurrency());
        }
    }

    @Test
    void shouldSendOneAtATimeToAnEndpointThatFails() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Receiver receiver = Receiver.answering(request -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            request.response().setStatusCode(500).end().onComplete(sent -> open.decrementAndGet());
        })) {
            Subscription subscription = rig.subscribe(receiver.url());
            EndpointLane lane = rig.lane(subscription);
            rig.enqueue(subscription, "evt_first");
            lane.wake();
            await().until(() -> !view(subscription).attempts().isEmpty());
            most.set(0);

            for (int i = 0; i < 20; i++) {
                rig.enqueue(subscription, "evt_" + i);
            }
            lane.wake();

            await().until(() -> receiver.calls.size() == 21);
            assertEquals(1, most.get());
        }
    }

    private void awaitState(Subscription subscription, DeliveryState state) {
        await().until(() -> view(subscription).state() == state);
    }

    private DeliveryView view(Subscription subscription) {
        return rig.list(subscription).getFirst();
    }

    private Subscription stored(Subscription subscription) {
        return rig.subscriptions
                .find(rig.tenant, subscription.id())
                .await()
                .indefinitely()
                .orElseThrow();
    }
}
