package dev.oneping.webhook.fanout;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.webhook.Receiver;
import dev.oneping.webhook.delivery.DeliveryState;
import dev.oneping.webhook.delivery.WebhookRig;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionSpecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One event for several matching subscriptions. */
class DeliveryFanOutTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final WebhookRig rig = new WebhookRig("dangerous-allow-private-networks", "true", "timeout", "1h");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeliveryFanOut fanOut = new DeliveryFanOut(rig.deliveries, rig.lanes(), registry);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldSendToEveryMatchingSubscription() {
        try (Receiver receiver = Receiver.answering(204)) {
            List<Subscription> all = List.of(
                    rig.subscribe(receiver.url(), 3, spec -> spec),
                    rig.subscribe(receiver.url(), 3, spec -> spec),
                    rig.subscribe(receiver.url(), 4, spec -> spec.withRate(60)),
                    rig.subscribe(receiver.url(), 4, SubscriptionSpecs::inOrder),
                    rig.subscribe(receiver.url(), 5, spec -> SubscriptionSpecs.everySo(spec, Duration.ofMinutes(1))));

            send(all, "evt_1");

            all.forEach(one -> awaitState(one, DeliveryState.SUCCEEDED));
            assertEquals(5, receiver.calls.size());
        }
    }

    @Test
    void shouldClaimWhatItSendsAtOnceInTheSameStep() {
        try (Receiver hanging = Receiver.answering(request -> {})) {
            Subscription subscription = rig.subscribe(hanging.url());

            send(List.of(subscription), "evt_1");
            await().atMost(PATIENCE).until(() -> hanging.calls.size() == 1);

            assertEquals(List.of(), rig.claim(subscription, 10));
            rig.clock.forward(rig.config.lease());
            assertEquals(1, rig.claim(subscription, 10).size());
        }
    }

    @Test
    void shouldQueueWhatThereIsNoRoomFor() {
        try (Receiver hanging = Receiver.answering(request -> {})) {
            Subscription subscription = rig.subscribe(hanging.url());
            for (int i = 0; i < 5; i++) {
                send(List.of(subscription), "evt_" + i);
            }

            await().atMost(PATIENCE).until(() -> hanging.calls.size() == 2);

            assertEquals(3, rig.claim(subscription, 10).size());
        }
    }

    @Test
    void shouldSendAnEventThatComesTwiceOnce() {
        try (Receiver receiver = Receiver.answering(204)) {
            Subscription subscription = rig.subscribe(receiver.url());

            send(List.of(subscription), "evt_1");
            send(List.of(subscription), "evt_1");
            send(List.of(subscription), "evt_2");

            await().atMost(PATIENCE)
                    .until(() -> rig.list(subscription).stream()
                            .allMatch(delivery -> delivery.state() == DeliveryState.SUCCEEDED));
            assertEquals(2, receiver.calls.size());
        }
    }

    @Test
    void shouldReleaseUnusedReservation() {
        try (Receiver receiver = Receiver.answering(204);
                WebhookRig narrow = new WebhookRig(
                        "dangerous-allow-private-networks", "true", "timeout", "1h", "pending-per-subscription", "1")) {
            Subscription subscription = narrow.subscribe(receiver.url());
            DeliveryFanOut out = new DeliveryFanOut(narrow.deliveries, narrow.lanes(), registry);
            narrow.enqueue(subscription, "evt_waiting");
            narrow.claim(subscription, 1);

            for (int i = 0; i < 100; i++) {
                out.send(narrow.outgoing("evt_" + i, "ann", i), List.of(subscription), narrow.now())
                        .await()
                        .indefinitely();
            }

            assertEquals(100, registry.counter("oneping.webhook.overflow").count());
            assertTrue(receiver.calls.isEmpty());
            narrow.clock.forward(narrow.config.lease());
            out.send(narrow.outgoing("evt_waiting", "ann", 1), List.of(subscription), narrow.now())
                    .await()
                    .indefinitely();
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 1);
        }
    }

    private void send(List<Subscription> to, String event) {
        fanOut.send(rig.outgoing(event, "ann", 1), to, rig.now()).await().indefinitely();
    }

    private void awaitState(Subscription subscription, DeliveryState state) {
        await().atMost(PATIENCE)
                .until(() -> rig.list(subscription).stream().anyMatch(delivery -> delivery.state() == state));
    }
}
