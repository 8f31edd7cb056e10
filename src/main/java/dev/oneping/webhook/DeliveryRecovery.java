package dev.oneping.webhook;

import static dev.oneping.webhook.delivery.BlockingCalls.await;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventLog;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.webhook.delivery.DeliveryQueries;
import dev.oneping.webhook.delivery.DeliveryQueries.Resent;
import dev.oneping.webhook.delivery.DeliveryStore;
import dev.oneping.webhook.delivery.DeliveryStore.Enqueued;
import dev.oneping.webhook.delivery.EndpointLanes;
import dev.oneping.webhook.delivery.QueueKeys;
import dev.oneping.webhook.delivery.SerializedEvent;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionMatcher;
import dev.oneping.webhook.subscription.WebhookConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recovers the deliveries of a period: resends the dead ones, and sends events for the first time that were never
 * queued because the subscription was new, disabled or full. Blocks; limited to some thousand deliveries per call.
 */
@Singleton
class DeliveryRecovery {

    private static final int MOST = 5_000;
    private static final int SLICE = 500;

    private final DeliveryOperations operations;
    private final SubscriptionMatcher matcher;
    private final DeliveryStore deliveries;
    private final DeliveryQueries queries;
    private final EndpointLanes lanes;
    private final EventLog log;
    private final Shards shards;
    private final WebhookConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    DeliveryRecovery(
            DeliveryOperations operations,
            SubscriptionMatcher matcher,
            DeliveryStore deliveries,
            DeliveryQueries queries,
            EndpointLanes lanes,
            EventLog log,
            Shards shards,
            WebhookConfig config,
            ObjectMapper json,
            Clock clock) {
        this.operations = operations;
        this.matcher = matcher;
        this.deliveries = deliveries;
        this.queries = queries;
        this.lanes = lanes;
        this.log = log;
        this.shards = shards;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** Queues the deliveries and returns the count of each kind. */
    Recovered recover(TenantId tenant, SubscriptionId id, Request request) {
        Instant now = clock.instant();
        Subscription subscription = operations.taking(tenant, id);
        Instant until = request.until() == null || request.until().isAfter(now) ? now : request.until();
        Instant since = checked(request, until, now);
        boolean dead = request.only() != Kind.MISSING;
        boolean missing = request.only() != Kind.DEAD;
        int resent = dead ? dead(subscription, since, until, now) : 0;
        int found = missing ? missing(subscription, since, until, now, MOST - resent) : 0;
        lanes.wakeIfOurs(subscription.ref());
        return new Recovered(resent, found, resent + found < MOST);
    }

    private Instant checked(Request request, Instant until, Instant now) {
        Instant since = request.since();
        if (since == null) {
            throw Problem.invalid(
                    Violation.at("/since", Violation.REQUIRED, "since is required, as an RFC 3339 timestamp."));
        }
        if (!since.isBefore(until)) {
            throw Problem.invalid(Violation.at(
                    "/until", Violation.NOT_ALLOWED, "until must be later than since, and since must be in the past."));
        }
        boolean needsLog = request.only() != Kind.DEAD;
        if (needsLog && since.isBefore(now.minus(config.keepEnded()))) {
            throw Problem.invalid(Violation.at(
                    "/since",
                    Violation.NOT_ALLOWED,
                    "Missed events can be recovered for " + config.keepEnded().toHours()
                            + " hours; use a later 'since', or \"only\":\"dead\"."));
        }
        return since;
    }

    private int dead(Subscription subscription, Instant since, Instant until, Instant now) {
        int count = 0;
        QueueKeys keys = new QueueKeys(subscription.id());
        for (String event : await(queries.deadBetween(keys, since, until, MOST))) {
            if (await(queries.resend(subscription.ref(), event, now)) == Resent.QUEUED) {
                count++;
            }
        }
        return count;
    }

    private int missing(Subscription subscription, Instant since, Instant until, Instant now, int most) {
        int count = 0;
        for (Shard shard : shards.all()) {
            String position = since.toEpochMilli() - 1 + "-" + Long.MAX_VALUE;
            boolean more = true;
            while (more && count < most) {
                List<EventLog.Positioned> read = await(log.read(shard, position, SLICE));
                for (EventLog.Positioned one : read) {
                    count += isMissing(subscription, one, until) && send(subscription, one, now) ? 1 : 0;
                }
                more = read.size() == SLICE && read.getLast().event().time().isBefore(until);
                position = read.isEmpty() ? position : read.getLast().position();
            }
        }
        return count;
    }

    private boolean isMissing(Subscription subscription, EventLog.Positioned one, Instant until) {
        return one.event().user().tenant().equals(subscription.tenant())
                && one.event().time().isBefore(until)
                && await(matcher.in(CloudEvent.of(one.event()), one.event().user(), List.of(subscription)))
                        .contains(subscription);
    }

    /** Queues an event; one that was ever queued is recognized by its id and not sent again. */
    private boolean send(Subscription subscription, EventLog.Positioned one, Instant now) {
        SerializedEvent outgoing = SerializedEvent.of(CloudEvent.of(one.event()), json);
        return await(deliveries.enqueue(subscription, outgoing, now)) == Enqueued.QUEUED;
    }

    /**
     * The body of a request to recover deliveries.
     *
     * @param since the start of the period, inclusive
     * @param until the end of the period, exclusive; now if omitted
     * @param only  {@code dead} or {@code missing}; both if omitted
     */
    public record Request(
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Kind only) {}

    /** The kinds of deliveries that can be recovered. */
    public enum Kind {
        /** All attempts failed. */
        @JsonProperty("dead")
        DEAD,
        /** It was never queued. */
        @JsonProperty("missing")
        MISSING
    }

    /**
     * The number of deliveries that were queued.
     *
     * @param complete false if there are more; repeat the request
     */
    public record Recovered(int dead, int missing, boolean complete) {}
}
