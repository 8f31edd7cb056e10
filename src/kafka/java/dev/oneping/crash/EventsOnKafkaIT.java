package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build for Kafka on a real broker, which is killed while events are sent, and restarted. */
class EventsOnKafkaIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PEOPLE = 20;
    private static final int TIMES = 5;

    /** Each notification is accepted and held, before and after the broker is killed. */
    private static final List<String> EACH =
            IntStream.rangeClosed(1, 4 * TIMES).mapToObj(Integer::toString).toList();

    @Test
    void shouldBringEveryEventToTheTopicInEachPersonsOrderThoughTheBrokerIsAway(@TempDir Path folder) throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(
                        Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
                KafkaBroker broker = KafkaBroker.start(Files.createDirectory(folder.resolve("kafka")));
                ServiceProcess service = ServiceProcess.start(
                        redis.uri(),
                        ServiceProcess.freePort(),
                        folder,
                        "-Dkafka.bootstrap.servers=" + broker.address())) {
            ServiceApi api = new ServiceApi(service.url());
            try (Topic topic = new Topic(broker)) {
                Set<String> sent = notifyEverybody(api, TIMES);
                Awaitility.await().atMost(PATIENCE).until(() -> topic.accepted().equals(sent));

                broker.kill();
                sent.addAll(notifyEverybody(api, TIMES));
                broker.restart();
                Awaitility.await().atMost(PATIENCE).until(() -> topic.accepted().equals(sent));

                for (int i = 0; i < PEOPLE; i++) {
                    String person = "default:user" + i;
                    Awaitility.await()
                            .atMost(PATIENCE)
                            .untilAsserted(() -> assertEquals(EACH, topic.versionsOf(person), person));
                }
            }
        }
    }

    private static Set<String> notifyEverybody(ServiceApi api, int times) throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < times * PEOPLE; i++) {
            ids.add(api.post("/v1/notify", "{\"to\":{\"user\":\"user%d\"},\"title\":\"Hi\"}".formatted(i % PEOPLE))
                    .path("id")
                    .asText());
        }
        return ids;
    }

    /** The events on the topic by id, read with a plain Kafka client. */
    private static final class Topic implements AutoCloseable {

        private final Map<String, ConsumerRecord<String, String>> events = new LinkedHashMap<>();
        private final KafkaConsumer<String, String> consumer;

        Topic(KafkaBroker broker) {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            broker.address(),
                            ConsumerConfig.GROUP_ID_CONFIG,
                            "test",
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                            "earliest",
                            ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                            1_000),
                    new StringDeserializer(),
                    new StringDeserializer());
            consumer.subscribe(List.of("oneping.events"));
        }

        /** The notifications that were accepted, by what the topic says. */
        Set<String> accepted() throws Exception {
            read();
            Set<String> ids = new HashSet<>();
            for (ConsumerRecord<String, String> event : events.values()) {
                if (header(event, "ce_type").equals("notification.accepted")) {
                    ids.add(ServiceApi.JSON
                            .readTree(event.value())
                            .path("notification")
                            .asText());
                }
            }
            return ids;
        }

        /** The versions of the events with one key, in the order in which they came. */
        List<String> versionsOf(String key) {
            read();
            return events.values().stream()
                    .filter(event -> event.key().equals(key))
                    .map(event -> header(event, "ce_version"))
                    .toList();
        }

        private void read() {
            consumer.poll(Duration.ofMillis(200)).forEach(event -> events.putIfAbsent(header(event, "ce_id"), event));
        }

        private static String header(ConsumerRecord<String, String> event, String name) {
            return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
