package dev.oneping.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.redis.Shard;
import dev.oneping.streams.IncomingStreamMetadata;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Takes every event of the log and makes a delivery of it for each subscription that wants it. An event is acknowledged
 * when all its deliveries are in Redis; taken twice, it makes none twice.
 */
@Singleton
class EventConsumer {

    private final KnownSubscriptions known;
    private final SubscriptionMatcher interest;
    private final DeliveryFanOut fanOut;
    private final ObjectMapper json;
    private final Clock clock;

    EventConsumer(
            KnownSubscriptions known,
            SubscriptionMatcher interest,
            DeliveryFanOut fanOut,
            ObjectMapper json,
            Clock clock) {
        this.known = known;
        this.interest = interest;
        this.fanOut = fanOut;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Answers at once and settles the message later, so that events do not wait for one another; how many may be under
     * way is the channel's {@code max-in-flight}.
     */
    void take(Message<Map<String, String>> message) {
        Uni.createFrom()
                .deferred(() -> deliver(read(message)))
                .subscribe()
                .with(done -> settled(message.ack()), failure -> settled(message.nack(failure)));
    }

    private Uni<Void> deliver(LoggedEvent logged) {
        CloudEvent event = CloudEvent.of(logged);
        Instant now = clock.instant();
        return known.all(logged.user().tenant())
                .map(all -> all.stream().filter(one -> one.takes(now)).toList())
                .chain(taking -> interest.in(event, logged.user(), taking))
                .chain(wanting -> wanting.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : fanOut.send(SerializedEvent.of(event, json), wanting, now));
    }

    private static LoggedEvent read(Message<Map<String, String>> message) {
        IncomingStreamMetadata from =
                message.getMetadata(IncomingStreamMetadata.class).orElseThrow();
        return EventLog.decode(new Shard(from.partition()), from.id(), message.getPayload());
    }

    /** The connector itself logs what it cannot settle; the entry then comes again. */
    private static void settled(CompletionStage<Void> settlement) {
        settlement.exceptionally(failure -> null);
    }
}
