package dev.oneping.feed;

import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.redis.Shard;
import dev.oneping.streams.IncomingStreamMetadata;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * Relays every event of the log to a topic, in builds for Kafka ({@code -Pkafka}). The payload is the event's data; the
 * other attributes are those of a CloudEvent, and the user is the partition key, so that one user's events stay in
 * order. Acknowledgements are passed through: the log keeps an entry until the topic has it.
 */
@Singleton
@IfBuildProperty(name = "oneping.kafka.enabled", stringValue = "true")
class EventRelay {

    @Incoming("event-log")
    @Outgoing("event-topic")
    Message<byte[]> relay(Message<Map<String, String>> entry) {
        IncomingStreamMetadata from =
                entry.getMetadata(IncomingStreamMetadata.class).orElseThrow();
        LoggedEvent logged = EventLog.decode(new Shard(from.partition()), from.id(), entry.getPayload());
        return entry.withPayload(logged.data().getBytes(StandardCharsets.UTF_8)).addMetadata(attributes(logged));
    }

    private static OutgoingCloudEventMetadata<byte[]> attributes(LoggedEvent logged) {
        CloudEvent event = CloudEvent.of(logged);
        return OutgoingCloudEventMetadata.<byte[]>builder()
                .withId(event.id())
                .withSource(URI.create(event.source()))
                .withType(event.type())
                .withSubject(event.subject())
                .withTimestamp(event.time().atZone(ZoneOffset.UTC))
                .withDataContentType(event.datacontenttype())
                .withExtension("partitionkey", logged.user().toString())
                .withExtension("version", Long.toString(event.version()))
                .withExtension("sequence", event.sequence())
                .build();
    }
}
