package dev.oneping.webhook.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.group.GroupConfig;
import dev.oneping.group.GroupStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shard;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import dev.oneping.webhook.delivery.WebhookRig;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionMatcher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The start and the position of reading the log, in a database without subscriptions of other tests. */
@Tag("slow")
@DisabledIfSystemProperty(
        named = "oneping.test.redis",
        matches = "cluster",
        disabledReason = "it needs a database of its own")
class EventLogReaderTest {

    private static final int DATABASE = 11;
    private static final Shard SHARD = new Shard(5);

    private final Node node = new Node();
    private final WebhookRig rig = node.rig;
    private final RedisPipeline redis = rig.redis.redis();

    @BeforeEach
    void empty() {
        redis.command(Command.FLUSHDB).await().indefinitely();
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void shouldReadWhileAnybodyHasASubscription() {
        assertEquals(0, node.readers());

        Subscription first = rig.subscribe("https://a.example/");
        Subscription second = rig.subscribe("https://b.example/");
        assertEquals(1, node.readers());
        assertEquals(1, node.readers());

        delete(first);
        assertEquals(1, node.readers());

        delete(second);
        assertEquals(0, node.readers());

        rig.subscribe("https://c.example/");
        assertEquals(1, node.readers());
    }

    @Test
    void shouldReadOnEveryNodeWhereverTheFirstIsMadeAndTheLastDeleted() {
        try (Node other = new Node()) {
            Subscription first = rig.subscribe("https://a.example/");
            assertEquals(List.of(1, 1), List.of(node.readers(), other.readers()));

            Subscription second = other.rig.subscribe("https://b.example/");
            delete(first);
            assertEquals(List.of(1, 1), List.of(node.readers(), other.readers()), "another tenant has one");

            delete(second);
            assertEquals(List.of(0, 0), List.of(node.readers(), other.readers()));
        }
    }

    @Test
    void shouldBeginWithWhatComesAfterTheFirstSubscription() {
        happens("before");

        rig.subscribe("https://a.example/");
        happens("after");

        assertEquals(List.of("after"), read());
    }

    @Test
    void shouldSkipNothingWhenMoreSubscriptionsCome() {
        rig.subscribe("https://a.example/");
        happens("between");

        rig.subscribe("https://b.example/");
        happens("after");

        assertEquals(List.of("between", "after"), read());
    }

    @Test
    void shouldSkipWhatCameWhileNobodyHadASubscription() {
        Subscription last = rig.subscribe("https://a.example/");
        happens("read, and never acknowledged");
        read();
        delete(last);
        happens("missed");

        rig.subscribe("https://b.example/");
        happens("after");

        assertEquals(List.of("after"), read());
        assertEquals(
                1,
                redis.command(Command.XPENDING, rig.log.key(SHARD), "webhooks")
                        .await()
                        .indefinitely()
                        .number(0));
    }

    private void delete(Subscription subscription) {
        rig.subscriptions
                .delete(subscription.tenant(), subscription.id())
                .await()
                .indefinitely();
    }

    private void happens(String what) {
        redis.command(Command.XADD, rig.log.key(SHARD), "*", "what", what)
                .await()
                .indefinitely();
    }

    /** What the group gets, as its channel would ask. */
    private List<String> read() {
        return redis
                .command(
                        Command.XREADGROUP,
                        "GROUP",
                        "webhooks",
                        "node",
                        "COUNT",
                        100,
                        "STREAMS",
                        rig.log.key(SHARD),
                        ">")
                .await()
                .indefinitely()
                .at(0)
                .at(1)
                .items()
                .stream()
                .map(entry -> entry.at(1).text(1))
                .toList();
    }

    /** One of those that share the database, each with connections of its own. */
    private static final class Node implements AutoCloseable {

        private final WebhookRig rig =
                new WebhookRig(new RedisRig(RedisServer.shared().uri() + "/" + DATABASE));
        private final AtomicInteger readers = new AtomicInteger();
        private final EventLogReader listening = new EventLogReader(log(), intake(), rig.subscriptions);

        /** How many read the log here, after it has looked whether any is to. */
        int readers() {
            listening.look().await().indefinitely();
            return readers.get();
        }

        @Override
        public void close() {
            rig.close();
        }

        private Multi<Message<Map<String, String>>> log() {
            return Multi.createFrom().<Message<Map<String, String>>>emitter(reader -> {
                readers.incrementAndGet();
                reader.onTermination(readers::decrementAndGet);
            });
        }

        private EventConsumer intake() {
            GroupStore groups = new GroupStore(rig.redis.redis(), RedisRig.config(GroupConfig.class), rig.clock);
            return new EventConsumer(
                    rig.parts.known(),
                    new SubscriptionMatcher(groups),
                    new DeliveryFanOut(rig.deliveries, rig.lanes(), new SimpleMeterRegistry()),
                    RedisRig.json(),
                    rig.clock);
        }
    }
}
