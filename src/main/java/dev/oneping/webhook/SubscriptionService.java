package dev.oneping.webhook;

import static dev.oneping.webhook.delivery.BlockingCalls.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.AddressGuard.Verdict;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.sign.ActiveKey;
import dev.oneping.outbound.sign.SigningKey;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.problem.http.EntityTagList;
import dev.oneping.problem.json.StrictTree;
import dev.oneping.redis.Shards;
import dev.oneping.webhook.consent.ConsentService;
import dev.oneping.webhook.delivery.DeliveryQueries;
import dev.oneping.webhook.delivery.EndpointLanes;
import dev.oneping.webhook.delivery.QueueKeys;
import dev.oneping.webhook.fanout.InitialStateSender;
import dev.oneping.webhook.subscription.HeaderRules;
import dev.oneping.webhook.subscription.KnownSubscriptions;
import dev.oneping.webhook.subscription.MergePatch;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionRequest;
import dev.oneping.webhook.subscription.SubscriptionSpec;
import dev.oneping.webhook.subscription.SubscriptionStore;
import dev.oneping.webhook.subscription.SubscriptionValidator;
import dev.oneping.webhook.subscription.WebhookConfig;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes subscriptions for their owners. Blocks; an invalid request throws a {@link Problem}. */
@Singleton
class SubscriptionService {

    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final SubscriptionStore store;
    private final KnownSubscriptions known;
    private final DeliveryQueries queries;
    private final EndpointLanes lanes;
    private final ConsentService consent;
    private final InitialStateSender state;
    private final AddressGuard guard;
    private final StrictTree strict;
    private final WebhookConfig config;
    private final Shards shards;
    private final ObjectMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SubscriptionService(
            SubscriptionStore store,
            KnownSubscriptions known,
            DeliveryQueries queries,
            EndpointLanes lanes,
            ConsentService consent,
            InitialStateSender state,
            AddressGuard guard,
            StrictTree strict,
            WebhookConfig config,
            Shards shards,
            ObjectMapper json,
            Clock clock) {
        this.store = store;
        this.known = known;
        this.queries = queries;
        this.lanes = lanes;
        this.consent = consent;
        this.state = state;
        this.guard = guard;
        this.strict = strict;
        this.config = config;
        this.shards = shards;
        this.json = json;
        this.clock = clock;
    }

    /** Creates a subscription, and asks its receiver for consent if the tenant must. */
    Subscription create(TenantId tenant, SubscriptionRequest request) {
        Instant now = clock.instant();
        SubscriptionSpec spec = SubscriptionValidator.check(request, now);
        checkAddress(spec.url());
        int shard = random.nextInt(shards.all().size());
        boolean trusted = !consent.isNeeded(tenant);
        ActiveKey key = new ActiveKey(SigningKey.create(spec.signing(), random), now, null);
        Subscription made = new Subscription(
                SubscriptionId.create(now, shard),
                tenant,
                spec,
                new Subscription.Status(List.of(key), now, trusted, null, 1));
        if (!await(store.create(made))) {
            throw Problem.of(
                    ProblemType.LIMIT_REACHED,
                    "The tenant has reached its subscription limit; delete a subscription first.");
        }
        known.forget(tenant);
        if (!trusted) {
            return consent.ask(made);
        }
        if (spec.sendState()) {
            state.send(made, now);
        }
        return made;
    }

    List<Subscription> all(TenantId tenant) {
        return await(store.all(tenant));
    }

    Subscription get(TenantId tenant, SubscriptionId id) {
        return await(store.find(tenant, id)).orElseThrow(() -> notFound(id));
    }

    /**
     * Applies a merge patch.
     *
     * @param expected the tags of the caller's {@code If-Match}; null for any version
     */
    Subscription patch(TenantId tenant, SubscriptionId id, JsonNode patch, @Nullable EntityTagList expected) {
        Instant now = clock.instant();
        if (!patch.isObject()) {
            throw Problem.invalid(Violation.at("", Violation.WRONG_TYPE, "A merge patch must be a JSON object."));
        }
        Subscription before = get(tenant, id);
        checkAddress(patched(before, patch, now).url());
        Subscription after = change(tenant, id, current -> {
            checkVersion(current, expected);
            SubscriptionSpec spec = patched(current, patch, now);
            boolean moved = !spec.url().equals(current.url());
            Subscription changed = current.with(spec);
            return moved && consent.isNeeded(tenant) ? changed.verified(false) : changed;
        });
        lanes.wakeIfOurs(after.ref());
        boolean mustAsk = !after.status().verified() && !after.url().equals(before.url());
        return mustAsk ? consent.ask(after) : after;
    }

    private SubscriptionSpec patched(Subscription current, JsonNode patch, Instant now) {
        JsonNode merged = MergePatch.apply(json.valueToTree(current.spec()), patch);
        HeaderRules.reveal(merged, current.spec().headers());
        return SubscriptionValidator.check(strict.read(merged, SubscriptionRequest.class), now);
    }

    void delete(TenantId tenant, SubscriptionId id, @Nullable EntityTagList expected) {
        checkVersion(get(tenant, id), expected);
        if (!await(store.delete(tenant, id))) {
            throw notFound(id);
        }
        known.forget(tenant);
    }

    /** Asks the receiver for its consent again. */
    Subscription verify(TenantId tenant, SubscriptionId id) {
        return consent.insist(get(tenant, id));
    }

    /** Enables a disabled subscription and clears its failures. */
    Subscription enable(TenantId tenant, SubscriptionId id) {
        Subscription enabled =
                change(tenant, id, current -> current.status().disabled() == null ? current : current.enabled());
        await(queries.clearFailures(new QueueKeys(id)));
        lanes.wakeIfOurs(enabled.ref());
        return enabled;
    }

    /**
     * Rotates the signing key. The present key stays active for the overlap.
     *
     * @param key     the encoded new key; null to generate one
     * @param overlap the time for which the present key stays active; null for the configured default
     */
    Subscription rotate(TenantId tenant, SubscriptionId id, @Nullable String key, @Nullable Duration overlap) {
        Instant now = clock.instant();
        Duration both = overlap == null ? config.overlap() : overlap;
        if (both.isNegative() || both.compareTo(LONGEST_OVERLAP) > 0) {
            throw Problem.invalid(Violation.at(
                    "/overlap", Violation.NOT_ALLOWED, "overlap must be a duration like 24h, from 0s to 7d."));
        }
        return change(
                tenant,
                id,
                current -> current.rotated(
                        key == null ? SigningKey.create(current.spec().signing(), random) : given(key),
                        now,
                        now.plus(both)));
    }

    private static SigningKey given(String key) {
        try {
            return SigningKey.parse(key);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(Violation.at("/secret", Violation.NOT_ALLOWED, e.getMessage() + "."));
        }
    }

    private Subscription change(TenantId tenant, SubscriptionId id, UnaryOperator<Subscription> change) {
        Subscription changed = await(store.change(tenant, id, change))
                .orElseThrow(() -> notFound(id))
                .after();
        known.forget(tenant);
        return changed;
    }

    private static void checkVersion(Subscription current, @Nullable EntityTagList expected) {
        long version = current.status().version();
        if (expected != null && !expected.contains("\"" + version + "\"")) {
            throw Problem.of(
                    ProblemType.PRECONDITION_FAILED,
                    "The subscription is at version " + version + ", which If-Match does not name.");
        }
    }

    /** Rejects a URL whose address is not public. Only this check reports it; a delivery's outcome never reveals it. */
    private void checkAddress(String text) {
        try {
            if (guard.check(guard.parse(text)) instanceof Verdict.Blocked) {
                throw refused("must resolve to a public address");
            }
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
}
