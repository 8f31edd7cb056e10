package dev.oneping.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.group.GroupConfig;
import dev.oneping.group.GroupStore;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shard;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the log is read, and from where on, in a database that no other test has subscriptions in. */
class ListeningTest {

    private static final int DATABASE = 11;
    private static final Shard SHARD = new Shard(5);

    private final WebhookRig rig =
            new WebhookRig(new RedisRig(RedisServer.shared().uri() + "/" + DATABASE));
    private final RedisPipeline redis = rig.redis.redis();
    private final AtomicInteger readers = new AtomicInteger();
    private final Listening listening = new Listening(log(), intake(), rig.subscriptions);

    @BeforeEach
    void empty() {
        redis.command(Command.FLUSHDB).await().indefinitely();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldReadWhileAnybodyHasASubscription() {
        look();
        assertEquals(0, readers.get());

        Subscription first = rig.subscribe("https://a.example/");
        Subscription second = rig.subscribe("https://b.example/");
        look();
        look();
        assertEquals(1, readers.get());

        delete(first);
        look();
        assertEquals(1, readers.get());

        delete(second);
        look();
        assertEquals(0, readers.get());

        rig.subscribe("https://c.example/");
        look();
        assertEquals(1, readers.get());
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

    private void look() {
        listening.look().await().indefinitely();
    }

    private void delete(Subscription subscription) {
        rig.subscriptions.delete(rig.tenant, subscription.id()).await().indefinitely();
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

    private Multi<Message<Map<String, String>>> log() {
        return Multi.createFrom().<Message<Map<String, String>>>emitter(reader -> {
            readers.incrementAndGet();
            reader.onTermination(readers::decrementAndGet);
        });
    }

    private EventIntake intake() {
        GroupStore groups = new GroupStore(redis, RedisRig.config(GroupConfig.class), rig.clock);
        return new EventIntake(
                rig.parts.known(),
                new Interest(groups),
                new FanOut(rig.deliveries, rig.lanes(), new SimpleMeterRegistry()),
                RedisRig.json(),
                rig.clock);
    }
}
