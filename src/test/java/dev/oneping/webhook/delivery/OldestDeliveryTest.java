package dev.oneping.webhook.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.queue.Membership;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.fanout.SyntheticEventId;
import dev.oneping.webhook.subscription.Subscription;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code webhook/oldest.lua}, on a Redis in which nothing else waits. */
class OldestDeliveryTest {

    private static final Duration RETRY = Duration.ofHours(5);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private EmbeddedRedis redis;
    private WebhookRig rig;
    private OldestDelivery oldest;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        redis = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
        rig = new WebhookRig(new RedisRig(redis.uri()));
        oldest = new OldestDelivery(
                rig.redis.redis(),
                rig.redis.shards(),
                new Membership(rig.redis.redis(), NodeId.create(rig.now())),
                rig.clock,
                registry);
    }

    @AfterEach
    void stop() {
        rig.close();
        redis.close();
    }

    @Test
    void shouldBeZeroWhereNothingWaits() {
        assertEquals(0, age());
    }

    @Test
    void shouldBeTheAgeOfADeliveryThatWaitsForItsNextAttemptUntilItIsSettled() {
        Subscription failing = rig.subscribe("https://failing.example/");
        Subscription healthy = rig.subscribe("https://healthy.example/");
        rig.enqueue(failing, SyntheticEventId.at(rig.now()));
        Delivery delivery = rig.claim(failing, 1).getFirst();
        rig.settle(
                delivery,
                new RetryDecision(DeliveryState.PENDING, Optional.of(rig.now().plus(RETRY))));
        rig.clock.forward(Duration.ofMinutes(90));
        for (int i = 0; i < 200; i++) {
            rig.enqueue(healthy, SyntheticEventId.at(rig.now()));
            rig.enqueue(failing, SyntheticEventId.at(rig.now()));
        }

        assertEquals(5_400, age());

        rig.clock.forward(RETRY);
        Delivery second = rig.claim(failing, 500).stream()
                .filter(claimed -> claimed.event().equals(delivery.event()))
                .findFirst()
                .orElseThrow();
        assertTrue(rig.settle(second, RetryDecision.ended(DeliveryState.SUCCEEDED)));
        assertEquals(RETRY.toSeconds(), age());
    }

    private long age() {
        oldest.look().await().indefinitely();
        return (long)
                registry.get("oneping.webhook.oldest.delivery.age").timeGauge().value(TimeUnit.SECONDS);
    }
}
