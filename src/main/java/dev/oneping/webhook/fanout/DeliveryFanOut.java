package dev.oneping.webhook.fanout;

import dev.oneping.redis.Shard;
import dev.oneping.webhook.delivery.Delivery;
import dev.oneping.webhook.delivery.DeliveryStore;
import dev.oneping.webhook.delivery.DeliveryStore.Addressee;
import dev.oneping.webhook.delivery.DeliveryStore.Enqueued;
import dev.oneping.webhook.delivery.EndpointLane;
import dev.oneping.webhook.delivery.EndpointLanes;
import dev.oneping.webhook.delivery.QueueKeys;
import dev.oneping.webhook.delivery.SerializedEvent;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionRef;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Creates a delivery of an event for each matching subscription, with one script per shard. If a lane of this node has
 * nothing queued, the script claims the delivery too, and the first attempt starts without another call to Redis; if
 * this node dies before the attempt is settled, the next one is due after the lease.
 */
@Singleton
class DeliveryFanOut {

    private final DeliveryStore deliveries;
    private final EndpointLanes lanes;
    private final Counter overflow;

    DeliveryFanOut(DeliveryStore deliveries, EndpointLanes lanes, MeterRegistry registry) {
        this.deliveries = deliveries;
        this.lanes = lanes;
        this.overflow = registry.counter("oneping.webhook.overflow");
    }

    /**
     * Completes when all deliveries are in Redis.
     *
     * @param wanting the matching subscriptions of one tenant, at least one
     */
    Uni<Void> send(SerializedEvent outgoing, List<Subscription> wanting, Instant now) {
        List<Uni<Void>> all = new ArrayList<>();
        wanting.stream()
                .filter(one -> !one.spec().isPlain())
                .forEach(one -> all.add(deliveries
                        .enqueue(one, outgoing, now)
                        .invoke(enqueued -> conclude(new Ticket(one.ref(), Optional.empty()), enqueued, outgoing))
                        .replaceWithVoid()));
        Map<Shard, List<Subscription>> plain = wanting.stream()
                .filter(one -> one.spec().isPlain())
                .collect(Collectors.groupingBy(one -> new QueueKeys(one.id()).shard()));
        plain.values().forEach(some -> all.add(enqueue(some, outgoing, now)));
        return Uni.join().all(all).andFailFast().replaceWithVoid();
    }

    private Uni<Void> enqueue(List<Subscription> some, SerializedEvent outgoing, Instant now) {
        List<Ticket> tickets = some.stream()
                .map(one -> new Ticket(one.ref(), lanes.reserve(one, now)))
                .toList();
        List<Addressee> addressees = tickets.stream()
                .map(ticket -> new Addressee(ticket.to, ticket.lane.isPresent()))
                .toList();
        return deliveries
                .enqueue(addressees, outgoing, now)
                .onFailure()
                .invoke(() -> tickets.forEach(ticket -> ticket.lane.ifPresent(EndpointLane::release)))
                .invoke(outcomes -> {
                    for (int i = 0; i < tickets.size(); i++) {
                        conclude(tickets.get(i), outcomes.get(i), outgoing);
                    }
                })
                .replaceWithVoid();
    }

    private void conclude(Ticket ticket, Enqueued enqueued, SerializedEvent outgoing) {
        if (enqueued == Enqueued.QUEUED && ticket.lane.isPresent()) {
            ticket.lane.get().send(Delivery.first(ticket.to, outgoing));
            return;
        }
        ticket.lane.ifPresent(EndpointLane::release);
        switch (enqueued) {
            case QUEUED, DUPLICATE -> lanes.wakeIfOurs(ticket.to);
            case FULL -> overflow.increment();
        }
    }

    /**
     * A subscription and the lane that sends its delivery.
     *
     * @param to   the subscription
     * @param lane the lane that holds a permit for the delivery; empty if the delivery is queued
     */
    private record Ticket(SubscriptionRef to, Optional<EndpointLane> lane) {}
}
