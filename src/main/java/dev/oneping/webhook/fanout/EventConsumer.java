package dev.oneping.webhook.fanout;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.redis.Shard;
import dev.oneping.streams.IncomingStreamMetadata;
import dev.oneping.webhook.delivery.SerializedEvent;
import dev.oneping.webhook.subscription.KnownSubscriptions;
import dev.oneping.webhook.subscription.SubscriptionMatcher;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Consumes the event log and creates a delivery for each matching subscription. An event is acknowledged when all its
 * deliveries are in Redis; redelivery creates no duplicates.
 */
@Singleton
class EventConsumer {

    private final KnownSubscriptions known;
    private final SubscriptionMatcher matcher;
    private final DeliveryFanOut fanOut;
    private final ObjectMapper json;
    private final Clock clock;

    EventConsumer(
            KnownSubscriptions known,
            SubscriptionMatcher matcher,
            DeliveryFanOut fanOut,
            ObjectMapper json,
            Clock clock) {
        this.known = known;
        this.matcher = matcher;
        this.fanOut = fanOut;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Returns at once and settles the message later, so that events do not wait for one another; the channel's
     * {@code max-in-flight} limits how many are processed at a time.
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
                .chain(taking -> matcher.in(event, logged.user(), taking))
                .chain(wanting -> wanting.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : fanOut.send(SerializedEvent.of(event, json), wanting, now));
    }

    private static LoggedEvent read(Message<Map<String, String>> message) {
        IncomingStreamMetadata from =
                message.getMetadata(IncomingStreamMetadata.class).orElseThrow();
        return EventLog.decode(new Shard(from.partition()), from.id(), message.getPayload());
    }

    /** Ignores a failed settlement: the connector logs it and delivers the entry again. */
    private static void settled(CompletionStage<Void> settlement) {
        settlement.exceptionally(failure -> null);
    }
}
