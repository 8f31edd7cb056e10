package dev.oneping.webhook.consent;

import static dev.oneping.webhook.delivery.BlockingCalls.await;

import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.webhook.fanout.InitialStateSender;
import dev.oneping.webhook.subscription.KnownSubscriptions;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionRef;
import dev.oneping.webhook.subscription.SubscriptionStore;
import dev.oneping.webhook.subscription.SubscriptionValidator;
import dev.oneping.webhook.subscription.WebhookConfig;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Obtains receivers' consent to get events. On consent the subscription becomes active, its rate is lowered to what the
 * receiver allows, and the initial state is sent if the subscriber asked for it. Blocks.
 */
@Singleton
public class ConsentService {

    private final ReceiverHandshake handshake;
    private final ConsentStore consents;
    private final SubscriptionStore store;
    private final KnownSubscriptions known;
    private final InitialStateSender state;
    private final Clock clock;

    ConsentService(
            ReceiverHandshake handshake,
            ConsentStore consents,
            SubscriptionStore store,
            KnownSubscriptions known,
            InitialStateSender state,
            Clock clock) {
        this.handshake = handshake;
        this.consents = consents;
        this.store = store;
        this.known = known;
        this.state = state;
        this.clock = clock;
    }

    /** Returns whether a tenant's receivers must consent. */
    public boolean isNeeded(TenantId tenant) {
        return handshake.proof(tenant) != WebhookConfig.Proof.NONE;
    }

    /** Asks for consent; without it the subscription stays unchanged. */
    public Subscription ask(Subscription subscription) {
        ReceiverHandshake.Consent consent = consent(subscription);
        return consent.given() ? given(subscription.ref(), subscription.url(), consent) : subscription;
    }

    /** Asks for consent; without it, throws a problem that says what the receiver answered. */
    public Subscription insist(Subscription subscription) {
        ReceiverHandshake.Consent consent = consent(subscription);
        if (!consent.given()) {
            throw Problem.of(ProblemType.CONFLICT, "The receiver did not consent: " + consent.why());
        }
        return given(subscription.ref(), subscription.url(), consent);
    }

    /** Accepts consent by the callback URL, from the receiver or from a person on its behalf. */
    void byCallback(String token, @Nullable String rate) {
        ConsentStore.Asked asked = await(consents.find(token)).orElseThrow(() -> Problem.notFound("such consent"));
        given(asked.subscription(), asked.url(), ReceiverHandshake.Consent.at(rate));
    }

    /** Applies a consent. One that was given for another URL has no effect. */
    private Subscription given(SubscriptionRef subscription, String url, ReceiverHandshake.Consent consent) {
        SubscriptionStore.Changed changed = await(store.change(
                        subscription.tenant(),
                        subscription.id(),
                        current -> current.url().equals(url)
                                ? noFaster(current, consent).verified(true)
                                : current))
                .orElseThrow(() -> notFound(subscription.id()));
        known.forget(subscription.tenant());
        Subscription agreed = changed.after();
        boolean isFirst = changed.isWritten() && !changed.before().status().verified();
        if (isFirst && agreed.spec().sendState()) {
            state.send(agreed, clock.instant());
        }
        return agreed;
    }

    private static Subscription noFaster(Subscription current, ReceiverHandshake.Consent consent) {
        Integer requested = current.spec().rate();
        int allowed = consent.rate().orElse(SubscriptionValidator.MAX_RATE);
        boolean slower = allowed < (requested == null ? SubscriptionValidator.MAX_RATE : requested);
        return slower ? current.with(current.spec().withRate(allowed)) : current;
    }

    private ReceiverHandshake.Consent consent(Subscription subscription) {
        return handshake.ask(
                subscription.ref(), subscription.url(), subscription.spec().rate());
    }

    private static Problem notFound(SubscriptionId id) {
        return Problem.notFound("subscription " + id);
    }
}
