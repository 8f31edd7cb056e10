package dev.oneping.streams;

import static dev.oneping.streams.Received.awaitAtMost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An incoming channel used through injection. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class ConnectorTest {

    private final String stream = "{" + UUID.randomUUID() + "}:stream";
    private final List<String> read = new CopyOnWriteArrayList<>();

    @Inject
    @Connector(RedisStreamsConnector.NAME)
    RedisStreamsConnector connector;

    @Inject
    RedisPipeline redis;

    @Test
    void shouldReadOnlyWhileSubscribed() {
        Multi<? extends Message<?>> channel = Multi.createFrom().publisher(connector.getPublisher(config()));
        append("1");
        assertEquals(
                0,
                redis.command(Command.XINFO, "GROUPS", stream)
                        .await()
                        .indefinitely()
                        .size());

        Cancellable first = subscribe(channel);
        awaitAtMost().until(() -> read.size() == 1);
        first.cancel();
        append("2");
        assertTrue(connector.getReadiness().isOk());

        Cancellable second = subscribe(channel);
        awaitAtMost().until(() -> read.size() == 2);
        second.cancel();

        assertEquals(List.of("1", "2"), read);
    }

    private Cancellable subscribe(Multi<? extends Message<?>> channel) {
        return channel.subscribe().with(message -> {
            message.ack();
            if (message.getPayload() instanceof Map<?, ?> fields) {
                read.add(String.valueOf(fields.get("n")));
            }
        });
    }

    private void append(String n) {
        redis.command(Command.XADD, stream, "*", "n", n).await().indefinitely();
    }

    private Config config() {
        Map<String, String> values = Map.of(
                "channel-name", "test-channel",
                "hosts", RedisServer.shared().uri(),
                "stream", stream,
                "group", "group",
                "block-ms", "50");
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build();
    }
}
