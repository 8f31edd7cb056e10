package dev.oneping.delivery.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.model.Content;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.packed.PackedReader;
import dev.oneping.redis.packed.PackedWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of notifications: the JSON of a {@link Notification}, packed. Tenant and id are those in the key, so that
 * of the address only the user is stored.
 */
final class PackedNotification {

    private static final String USER = "user";

    private final ObjectMapper json;

    PackedNotification(ObjectMapper json) {
        this.json = json;
    }

    byte[] write(Notification notification) {
        PackedWriter out = new PackedWriter().object();
        out.field(USER, notification.to().user().value());
        content(out.name("content"), notification.content());
        out.field("category", notification.category());
        out.field("priority", notification.priority().name().toLowerCase(Locale.ROOT));
        out.field("policy", notification.policy()).field("collapse_key", notification.collapseKey());
        out.field("created_at", notification.createdAt()).field("expires_at", notification.expiresAt());
        other(out, "facts", notification.facts().isEmpty() ? null : notification.facts());
        other(out, "deliver_when", notification.deliverWhen());
        other(out, "gathering", notification.gathering());
        other(out, "origin", notification.origin());
        return out.end().bytes();
    }

    Notification read(TenantId tenant, NotificationId id, byte[] stored) {
        try {
            ObjectNode tree = (ObjectNode) PackedReader.tree(stored);
            JsonNode user = tree.remove(USER);
            tree.putObject("to").put("tenant", tenant.value()).set(USER, user);
            return json.treeToValue(tree.put("id", id.value()), Notification.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records must be readable", e);
        }
    }

    private static void content(PackedWriter out, Content content) {
        out.object().field("title", content.title()).field("body", content.body());
        if (content.data() != null) {
            out.name("data").tree(content.data());
        }
        out.end();
    }

    private void other(PackedWriter out, String name, @Nullable Object value) {
        if (value != null) {
            out.name(name).tree(json.valueToTree(value));
        }
    }
}
