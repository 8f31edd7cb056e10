package dev.oneping.webhook;

import static dev.oneping.webhook.delivery.BlockingCalls.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventId;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.webhook.delivery.DeliveryQueries;
import dev.oneping.webhook.delivery.DeliveryState;
import dev.oneping.webhook.delivery.DeliveryStore;
import dev.oneping.webhook.delivery.DeliveryStore.Enqueued;
import dev.oneping.webhook.delivery.EndpointHealth;
import dev.oneping.webhook.delivery.EndpointLanes;
import dev.oneping.webhook.delivery.QueueKeys;
import dev.oneping.webhook.delivery.SerializedEvent;
import dev.oneping.webhook.fanout.SyntheticEventId;
import dev.oneping.webhook.subscription.Subscription;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The operations of the API on a subscription's deliveries. Blocks; an invalid request throws a {@link Problem}. */
@Singleton
class DeliveryOperations {

    static final String TEST_TYPE = "subscription.test";
    private static final int MAX_LIMIT = 100;

    private final SubscriptionService subscriptions;
    private final DeliveryStore deliveries;
    private final DeliveryQueries queries;
    private final EndpointLanes lanes;
    private final ObjectMapper json;
    private final Clock clock;

    DeliveryOperations(
            SubscriptionService subscriptions,
            DeliveryStore deliveries,
            DeliveryQueries queries,
            EndpointLanes lanes,
            ObjectMapper json,
            Clock clock) {
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
        this.queries = queries;
        this.lanes = lanes;
        this.json = json;
        this.clock = clock;
    }

    /** Queues a test event and returns its id. */
    String test(TenantId tenant, SubscriptionId id) {
        Subscription subscription = taking(tenant, id);
        Instant now = clock.instant();
        String event = SyntheticEventId.at(now);
        String data = "{\"subscription\":\"" + id + "\"}";
        SerializedEvent outgoing = SerializedEvent.of(CloudEvent.of(event, TEST_TYPE, id.value(), now, 0, data), json);
        if (await(deliveries.enqueue(subscription, outgoing, now)) == Enqueued.FULL) {
            throw Problem.of(
                            ProblemType.LIMIT_REACHED,
                            "The subscription's delivery queue is full; retry when some deliveries have been sent.")
                    .retryAfter(Duration.ofMinutes(1));
        }
        lanes.wakeIfOurs(subscription.ref());
        return event;
    }

    DeliveryPage deliveries(
            TenantId tenant, SubscriptionId id, @Nullable String state, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw parameter("limit", "limit must be from 1 to " + MAX_LIMIT + ".");
        }
        if (cursor != null && !EventId.isWellFormed(cursor)) {
            throw parameter("cursor", "Unknown cursor; use 'next_cursor' of an earlier response.");
        }
        QueueKeys keys = new QueueKeys(subscriptions.get(tenant, id).id());
        if (state == null) {
            return DeliveryPage.of(await(queries.list(keys, cursor, limit + 1)), limit);
        }
        if (!state.equals(DeliveryState.DEAD.word())) {
            throw parameter("state", "state must be 'dead', or be omitted to list all deliveries.");
        }
        return DeliveryPage.of(await(queries.dead(keys, cursor, limit + 1)), limit);
    }

    /** Resends a delivery at once that has ended or waits for a retry. */
    void resend(TenantId tenant, SubscriptionId id, String event) {
        Subscription subscription = taking(tenant, id);
        Problem unknown = Problem.notFound("delivery " + event);
        if (!EventId.isWellFormed(event)) {
            throw unknown;
        }
        switch (await(queries.resend(subscription.ref(), event, clock.instant()))) {
            case QUEUED -> lanes.wakeIfOurs(subscription.ref());
            case PENDING ->
                throw Problem.of(
                        ProblemType.CONFLICT,
                        "The delivery is in flight or still waiting for its first attempt; it cannot be resent yet.");
            case GONE -> throw unknown;
        }
    }

    EndpointHealth health(TenantId tenant, SubscriptionId id) {
        return await(queries.health(new QueueKeys(subscriptions.get(tenant, id).id())));
    }

    /** Returns a subscription that accepts deliveries; throws a problem for any other. */
    Subscription taking(TenantId tenant, SubscriptionId id) {
        Subscription subscription = subscriptions.get(tenant, id);
        String obstacle = switch (subscription.state(clock.instant())) {
            case ACTIVE, PAUSED -> null;
            case DISABLED -> "disabled; enable it first.";
            case UNVERIFIED -> "unverified; its receiver must consent first, see 'verify'.";
            case EXPIRED -> "expired; set a later 'expires_at' first.";
        };
        if (obstacle != null) {
            throw Problem.of(ProblemType.CONFLICT, "The subscription is " + obstacle);
        }
        return subscription;
    }

    private static Problem parameter(String name, String detail) {
        return Problem.invalid(Violation.inParameter(name, Violation.NOT_ALLOWED, detail));
    }
}
