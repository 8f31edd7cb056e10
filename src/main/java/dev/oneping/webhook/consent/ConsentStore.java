package dev.oneping.webhook.consent;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.text.Sha256;
import dev.oneping.webhook.subscription.SubscriptionRef;
import dev.oneping.webhook.subscription.WebhookConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Callback URLs by which a receiver can consent later, each for one subscription at one URL. Only the hash of the token
 * is stored, in {@code oneping:webhook-consent:<hash>}, for {@link WebhookConfig#consentWithin()}.
 */
@Singleton
class ConsentStore {

    private static final int TOKEN_BYTES = 24;

    private final RedisPipeline redis;
    private final WebhookConfig config;
    private final SecureRandom random = new SecureRandom();

    ConsentStore(RedisPipeline redis, WebhookConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** Creates a callback URL; empty if this service does not know its own public URL. */
    Uni<Optional<String>> open(SubscriptionRef subscription, String url) {
        Optional<String> base = config.publicUrl();
        if (base.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        byte[] chance = new byte[TOKEN_BYTES];
        random.nextBytes(chance);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(chance);
        return redis.command(
                        Command.SET,
                        key(token),
                        subscription + "|" + url,
                        "PX",
                        config.consentWithin().toMillis())
                .map(kept -> Optional.of(base.get().replaceAll("/+$", "") + "/v1/consents/" + token));
    }

    /** Finds the request that a token was created for, until it expires. A token can be used more than once. */
    Uni<Optional<Asked>> find(String token) {
        return redis.command(Command.GET, key(token))
                .map(kept -> kept.isNil() ? Optional.empty() : Optional.of(Asked.parse(kept.text())));
    }

    private static String key(String token) {
        return "oneping:webhook-consent:" + Sha256.hex(token);
    }

    /**
     * A pending request for consent.
     *
     * @param url the subscription's URL at that time
     */
    record Asked(SubscriptionRef subscription, String url) {

        private static Asked parse(String text) {
            int bar = text.indexOf('|');
            return new Asked(SubscriptionRef.parse(text.substring(0, bar)), text.substring(bar + 1));
        }
    }
}
