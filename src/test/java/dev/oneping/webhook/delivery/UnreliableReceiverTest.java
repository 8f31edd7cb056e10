package dev.oneping.webhook.delivery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.events.CloudEvent;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.subscription.DeliveryOrder;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionSpecs;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A receiver that fails, hangs up and forgets that it answered, by chance. A thousand events reach it here;
 * {@code -Doneping.test.events=100000} sends as many as the claim was made for.
 */
@Tag("slow")
class UnreliableReceiverTest {

    private static final int EVENTS = Integer.getInteger("oneping.test.events", 1_000);
    private static final int PEOPLE = 200;
    /** So many times the same event is refused at the most; its schedule allows nine. */
    private static final int PATIENCE = 5;

    private final long seed = System.nanoTime();
    private final WebhookRig rig = new WebhookRig(
            "dangerous-allow-private-networks", "true",
            "timeout", "1h",
            "pending-per-subscription", "200000",
            "breaker-failures", "1000000");

    private final Vertx vertx = Vertx.vertx();
    private final Memory memory = new Memory();
    private final SplittableRandom chance = new SplittableRandom(seed);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(DeliveryOrder.class)
    void shouldBringEveryEventAndTheLastWordOfEachPerson(DeliveryOrder order) {
        int port = vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        Subscription subscription = rig.subscribe(
                "http://localhost:" + port + "/",
                spec -> order == DeliveryOrder.PER_USER ? SubscriptionSpecs.inOrder(spec) : spec);
        Map<String, Long> told = happen(subscription);

        sendUntilNothingWaits(subscription);

        assertEquals(told, memory.lastWords(), () -> "seed " + seed);
        assertEquals(EVENTS, memory.taken(), () -> "seed " + seed);
        EndpointHealth health =
                rig.queries.health(new QueueKeys(subscription.id())).await().indefinitely();
        assertEquals(0, health.dead());
        assertEquals(EVENTS, health.succeeded());
        assertTrue(health.failed() > EVENTS / 10, () -> "it must have failed, seed " + seed);
        if (order == DeliveryOrder.PER_USER) {
            assertEquals(0, memory.outOfOrder(), () -> "seed " + seed);
        }
    }

    /** The highest version of each person. */
    private Map<String, Long> happen(Subscription subscription) {
        Map<String, Long> told = new HashMap<>();
        List<Uni<DeliveryStore.Enqueued>> batch = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            String user = "user" + i % PEOPLE;
            long version = told.merge(user, 1L, Long::sum);
            CloudEvent event = CloudEvent.of(
                    "evt_" + i, "notification.acted", user, rig.now(), version, "{\"device\":\"laptop\"}");
            batch.add(rig.deliveries.enqueue(subscription, SerializedEvent.of(event, RedisRig.json()), rig.now()));
            // One person's events go to Redis one after the other, as they do from the log.
            if (batch.size() == PEOPLE) {
                Uni.join().all(List.copyOf(batch)).andFailFast().await().indefinitely();
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            Uni.join().all(batch).andFailFast().await().indefinitely();
        }
        return told;
    }

    private void sendUntilNothingWaits(Subscription subscription) {
        EndpointLane lane = rig.lane(subscription);
        await().atMost(Duration.ofMinutes(10)).pollDelay(Duration.ZERO).until(() -> {
            lane.wake();
            await().atMost(Duration.ofMinutes(5))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(lane::isIdle);
            rig.clock.forward(Duration.ofHours(1));
            return rig.queries
                            .health(new QueueKeys(subscription.id()))
                            .await()
                            .indefinitely()
                            .pending()
                    == 0;
        });
    }

    /** Runs on one event loop, so that chance and memory belong to one thread. */
    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonNode event = read(body);
            int what = memory.refusals(event) >= PATIENCE ? 0 : chance.nextInt(10);
            HttpServerResponse response = request.response();
            switch (what) {
                case 1 -> response.setStatusCode(500).end("not today");
                case 2 ->
                    response.setStatusCode(429).putHeader("Retry-After", "7").end();
                case 3 -> request.connection().close();
                case 4 -> {
                    memory.take(event);
                    request.connection().close();
                }
                default -> {
                    memory.take(event);
                    response.setStatusCode(204).end();
                }
            }
            if (what >= 1 && what <= 4) {
                memory.refuse(event);
            }
        });
    }

    private static JsonNode read(Buffer body) {
        try {
            return RedisRig.json().readTree(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a receiver knows that orders by version, as it is told to. */
    private static final class Memory {

        private final Map<String, Long> last = new HashMap<>();
        private final Map<String, Integer> refusals = new HashMap<>();
        private final Set<String> taken = new HashSet<>();
        private int outOfOrder;

        synchronized void take(JsonNode event) {
            boolean news = taken.add(event.path("id").asText());
            String user = event.path("subject").asText();
            long version = event.path("version").asLong();
            if (news && version != last.getOrDefault(user, 0L) + 1) {
                outOfOrder++;
            }
            last.merge(user, version, Math::max);
        }

        synchronized void refuse(JsonNode event) {
            refusals.merge(event.path("id").asText(), 1, Integer::sum);
        }

        synchronized int refusals(JsonNode event) {
            return refusals.getOrDefault(event.path("id").asText(), 0);
        }

        synchronized Map<String, Long> lastWords() {
            return Map.copyOf(last);
        }

        synchronized int taken() {
            return taken.size();
        }

        synchronized int outOfOrder() {
            return outOfOrder;
        }
    }
}
