package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.sign.ActiveKey;
import dev.oneping.outbound.sign.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form in which subscriptions are stored in Redis. Keys and headers are encrypted, bound to the subscription; no
 * other class serializes them.
 */
final class SubscriptionDocument {

    private final ObjectMapper json;
    private final SecretBox box;

    SubscriptionDocument(ObjectMapper json, SecretBox box) {
        this.json = json;
        this.box = box;
    }

    String write(Subscription subscription) {
        String place = subscription.ref().toString();
        Subscription.Status status = subscription.status();
        Map<String, String> headers = subscription.spec().headers();
        try {
            return json.writeValueAsString(new Kept(
                    subscription.spec().with(null),
                    headers == null ? null : box.seal(json.writeValueAsString(headers), place),
                    status.keys().stream()
                            .map(key -> new KeptKey(box.seal(key.key().reveal(), place), key.created(), key.until()))
                            .toList(),
                    status.created(),
                    status.verified(),
                    status.disabled(),
                    status.version()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a subscription must be writable as JSON", e);
        }
    }

    Subscription read(TenantId tenant, String id, String text) {
        SubscriptionRef ref = new SubscriptionRef(tenant, new SubscriptionId(id));
        try {
            Kept kept = json.readValue(text, Kept.class);
            Map<String, String> headers = kept.headers == null
                    ? null
                    : json.readValue(box.open(kept.headers, ref.toString()), new TypeReference<>() {});
            List<ActiveKey> keys = kept.keys.stream()
                    .map(key -> new ActiveKey(
                            SigningKey.parse(box.open(key.sealed, ref.toString())), key.created, key.until))
                    .toList();
            return new Subscription(
                    ref.id(),
                    tenant,
                    kept.spec.with(headers),
                    new Subscription.Status(keys, kept.created, kept.verified, kept.disabled, kept.version));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("subscription " + id + " cannot be read", e);
        }
    }

    private record Kept(
            @JsonProperty("wish") SubscriptionSpec spec,
            @Nullable String headers,
            List<KeptKey> keys,
            Instant created,
            boolean verified,
            Subscription.@Nullable Disabled disabled,
            long version) {}

    private record KeptKey(
            String sealed, Instant created, @Nullable Instant until) {}
}
