package dev.oneping.feed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.EventLog;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import io.vertx.redis.client.Command;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The wiring of the build for Kafka, as {@code src/kafka} has it, with a topic in memory in the place of the broker's.
 * {@code EventsOnKafkaIT} in {@code src/kafka} tests it on a real broker.
 */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(EventRelayTest.TopicInMemory.class)
class EventRelayTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    @Any
    @Connector(InMemoryConnector.CONNECTOR)
    InMemoryConnector memory;

    @Inject
    EventLog log;

    @Inject
    Shards shards;

    @Inject
    RedisPipeline redis;

    private final UserRef ann = new UserRef(new TenantId("t" + Long.toHexString(System.nanoTime())), new UserId("ann"));

    @Test
    void shouldPassEveryEventOnAsACloudEventWithThePersonAsTheKey() {
        InMemorySink<byte[]> topic = memory.sink("event-topic");
        happens(1);
        happens(2);

        await().atMost(PATIENCE).until(() -> about(topic).size() == 2);

        Message<byte[]> first = about(topic).getFirst();
        OutgoingCloudEventMetadata<?> attributes = attributes(first);
        assertEquals("notification.acted", attributes.getType());
        assertEquals(URI.create("/v1"), attributes.getSource());
        assertEquals("ann", attributes.getSubject().orElseThrow());
        assertEquals("application/json", attributes.getDataContentType().orElseThrow());
        assertTrue(attributes.getId().startsWith("evt_"));
        assertEquals(ann.toString(), attributes.getExtension("partitionkey").orElseThrow());
        assertEquals("0000000000000001", attributes.getExtension("sequence").orElseThrow());
        assertEquals(
                "2", attributes(about(topic).getLast()).getExtension("version").orElseThrow());
        assertEquals("{\"device\":\"laptop\"}", new String(first.getPayload(), StandardCharsets.UTF_8));
        await().atMost(PATIENCE).until(() -> pending() == 0);
    }

    private List<? extends Message<byte[]>> about(InMemorySink<byte[]> topic) {
        return topic.received().stream()
                .filter(message -> attributes(message)
                        .<String>getExtension("partitionkey")
                        .filter(ann.toString()::equals)
                        .isPresent())
                .toList();
    }

    private static OutgoingCloudEventMetadata<?> attributes(Message<byte[]> message) {
        return message.getMetadata(OutgoingCloudEventMetadata.class).orElseThrow();
    }

    private long pending() {
        return redis.command(Command.XPENDING, log.key(shards.of(ann)), "kafka")
                .await()
                .indefinitely()
                .number(0);
    }

    private void happens(int version) {
        redis.command(
                        Command.XADD,
                        log.key(shards.of(ann)),
                        "*",
                        "type",
                        "notification.acted",
                        "user",
                        ann,
                        "version",
                        version,
                        "data",
                        "{\"device\":\"laptop\"}")
                .await()
                .indefinitely();
    }

    /** All that the build for Kafka configures, but for its topic. */
    public static class TopicInMemory implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            Properties kafka = new Properties();
            try (InputStream file =
                    Files.newInputStream(Path.of("src/kafka/resources/META-INF/microprofile-config.properties"))) {
                kafka.load(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<String, String> overrides = new TreeMap<>();
            kafka.stringPropertyNames().stream()
                    .filter(name -> !name.startsWith("mp.messaging.outgoing.event-topic."))
                    .filter(name -> !name.startsWith("quarkus."))
                    .forEach(name -> overrides.put(name, kafka.getProperty(name)));
            overrides.put("mp.messaging.outgoing.event-topic.connector", InMemoryConnector.CONNECTOR);
            return overrides;
        }
    }
}
