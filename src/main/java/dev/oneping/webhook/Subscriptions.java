package dev.oneping.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.redis.Shards;
import dev.oneping.webhook.AddressGuard.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an integrator does with subscriptions. Blocks; whatever is wrong with a request is a {@link Problem}. */
@Singleton
class Subscriptions {

    private static final String TEST_TYPE = "subscription.test";
    private static final int MAX_LIMIT = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SubscriptionStore store;
    private final KnownSubscriptions known;
    private final DeliveryStore deliveries;
    private final EndpointLanes lanes;
    private final AddressGuard guard;
    private final Shards shards;
    private final ObjectMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Subscriptions(
            SubscriptionStore store,
            KnownSubscriptions known,
            DeliveryStore deliveries,
            EndpointLanes lanes,
            AddressGuard guard,
            Shards shards,
            ObjectMapper json,
            Clock clock) {
        this.store = store;
        this.known = known;
        this.deliveries = deliveries;
        this.lanes = lanes;
        this.guard = guard;
        this.shards = shards;
        this.json = json;
        this.clock = clock;
    }

    Subscription create(TenantId tenant, SubscriptionRequest request) {
        Instant now = clock.instant();
        int shard = random.nextInt(shards.all().size());
        Subscription made = new Subscription(
                SubscriptionId.create(now, shard),
                tenant,
                allowed(request.checkedUrl()),
                request.checkedTypes(),
                List.of(Secret.create(random)),
                now,
                null);
        if (!await(store.create(made))) {
            throw Problem.of(ProblemType.LIMIT_REACHED, "There are as many subscriptions as there may be.");
        }
        known.forget(tenant);
        return made;
    }

    List<Subscription> all(TenantId tenant) {
        return await(store.all(tenant));
    }

    Subscription get(TenantId tenant, SubscriptionId id) {
        return await(store.find(tenant, id)).orElseThrow(() -> notFound(id));
    }

    void delete(TenantId tenant, SubscriptionId id) {
        if (!await(store.delete(tenant, id))) {
            throw notFound(id);
        }
        known.forget(tenant);
    }

    /** Queues a test event and says its id. */
    String test(TenantId tenant, SubscriptionId id) {
        Subscription subscription = get(tenant, id);
        if (!subscription.isActive()) {
            throw Problem.of(ProblemType.CONFLICT, "The subscription is disabled, so nothing is sent to it.");
        }
        Instant now = clock.instant();
        String event = "evt_%012x%09x".formatted(now.toEpochMilli(), random.nextLong(1L << 36));
        byte[] body = write(new CloudEvent(
                "1.0",
                event,
                "/v1",
                TEST_TYPE,
                id.value(),
                now,
                "application/json",
                0,
                "{\"subscription\":\"" + id + "\"}"));
        await(deliveries.enqueue(subscription, event, TEST_TYPE, body, now));
        lanes.wakeIfOurs(id);
        return event;
    }

    DeliveryPage deliveries(TenantId tenant, SubscriptionId id, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.invalid(Violation.inParameter(
                    "limit", Violation.NOT_ALLOWED, "limit must be from 1 to " + MAX_LIMIT + "."));
        }
        get(tenant, id);
        return DeliveryPage.of(await(deliveries.list(id, cursor, limit + 1)), limit);
    }

    /** An address that is not public is told here, once, and never by what a delivery looks like. */
    private String allowed(String text) {
        try {
            if (guard.check(guard.parse(text)) instanceof Verdict.Blocked) {
                throw refused("must lead to a public address");
            }
            return text;
        } catch (EndpointUrl.Refused e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static Problem refused(String rule) {
        return Problem.invalid(Violation.at("/url", Violation.NOT_ALLOWED, "The URL " + rule + "."));
    }

    private static Problem notFound(SubscriptionId id) {
        return Problem.notFound("subscription " + id);
    }

    private byte[] write(CloudEvent event) {
        try {
            return json.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event must be writable as JSON", e);
        }
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
