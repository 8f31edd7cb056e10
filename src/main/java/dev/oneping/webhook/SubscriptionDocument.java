package dev.oneping.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.TypePattern;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A subscription as Redis keeps it. The only place where its secrets are written out. */
record SubscriptionDocument(
        String url,
        List<TypePattern> types,
        List<String> secrets,
        Instant created,
        Subscription.@Nullable Disabled disabled) {

    static String write(Subscription subscription, ObjectMapper json) {
        SubscriptionDocument document = new SubscriptionDocument(
                subscription.url(),
                subscription.types(),
                subscription.secrets().stream().map(Secret::reveal).toList(),
                subscription.created(),
                subscription.disabled());
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a subscription must be writable as JSON", e);
        }
    }

    static Subscription read(TenantId tenant, String id, String text, ObjectMapper json) {
        try {
            SubscriptionDocument document = json.readValue(text, SubscriptionDocument.class);
            return new Subscription(
                    new SubscriptionId(id),
                    tenant,
                    document.url,
                    document.types,
                    document.secrets.stream().map(Secret::parse).toList(),
                    document.created,
                    document.disabled);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("subscription " + id + " cannot be read", e);
        }
    }
}
