package dev.oneping.webhook;

import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether receivers agree to get events, and what follows where one does: its subscription becomes active, no faster than
 * the receiver allows, and is sent the state that it asked for. Blocks.
 */
@Singleton
class ConsentService {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReceiverHandshake ownership;
    private final ConsentStore consents;
    private final SubscriptionStore store;
    private final KnownSubscriptions known;
    private final InitialStateSender state;
    private final Clock clock;

    ConsentService(
            ReceiverHandshake ownership,
            ConsentStore consents,
            SubscriptionStore store,
            KnownSubscriptions known,
            InitialStateSender state,
            Clock clock) {
        this.ownership = ownership;
        this.consents = consents;
        this.store = store;
        this.known = known;
        this.state = state;
        this.clock = clock;
    }

    /** Whether a tenant's receivers must be asked. */
    boolean isNeeded(TenantId tenant) {
        return ownership.proof(tenant) != WebhookConfig.Proof.NONE;
    }

    /** Asks; where the receiver does not agree, the subscription stays as it is. */
    Subscription ask(Subscription subscription) {
        ReceiverHandshake.Consent consent = consent(subscription);
        return consent.given() ? given(subscription.ref(), subscription.url(), consent) : subscription;
    }

    /** Asks; that the receiver does not agree is a problem that says what it answered. */
    Subscription insist(Subscription subscription) {
        ReceiverHandshake.Consent consent = consent(subscription);
        if (!consent.given()) {
            throw Problem.of(ProblemType.CONFLICT, "The receiver does not agree: " + consent.why());
        }
        return given(subscription.ref(), subscription.url(), consent);
    }

    /** The receiver calls back, or somebody does so in its name. */
    void byCallback(String token, @Nullable String rate) {
        ConsentStore.Asked asked = await(consents.find(token)).orElseThrow(() -> Problem.notFound("such consent"));
        given(asked.subscription(), asked.url(), ReceiverHandshake.Consent.at(rate));
    }

    /** What was agreed on for another address is good for nothing. */
    private Subscription given(SubscriptionRef subscription, String url, ReceiverHandshake.Consent consent) {
        boolean[] first = new boolean[1];
        Subscription agreed = await(store.change(subscription.tenant(), subscription.id(), current -> {
                    first[0] = current.url().equals(url) && !current.status().verified();
                    return current.url().equals(url)
                            ? noFaster(current, consent).verified(true)
                            : current;
                }))
                .orElseThrow(() -> notFound(subscription.id()));
        known.forget(subscription.tenant());
        if (first[0] && agreed.wish().sendState()) {
            state.send(agreed, clock.instant());
        }
        return agreed;
    }

    private static Subscription noFaster(Subscription current, ReceiverHandshake.Consent consent) {
        Integer wished = current.wish().rate();
        int allowed = consent.rate().orElse(SubscriptionValidator.MAX_RATE);
        boolean slower = allowed < (wished == null ? SubscriptionValidator.MAX_RATE : wished);
        return slower ? current.with(current.wish().withRate(allowed)) : current;
    }

    private ReceiverHandshake.Consent consent(Subscription subscription) {
        return ownership.ask(
                subscription.ref(), subscription.url(), subscription.wish().rate());
    }

    private static Problem notFound(SubscriptionId id) {
        return Problem.notFound("subscription " + id);
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
