package dev.oneping.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.oneping.redis.packed.PackedReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and changes values that other packages have stored, without knowing their types. */
final class StoredValues {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The fields of stored JSON that hold a secret, or what identifies one. */
    private static final Set<String> SECRETS = Set.of("sealed", "mark", "hash", "secret");

    private static final String REDACTED = "[REDACTED]";

    private StoredValues() {}

    /** Returns a stored text as JSON: an object or a list as such, all else as a string. Secrets are redacted. */
    static JsonNode json(String text) {
        return text.startsWith("{") || text.startsWith("[")
                ? parsed(text).map(StoredValues::redacted).orElseGet(() -> TextNode.valueOf(text))
                : TextNode.valueOf(text);
    }

    /** Returns a stored value, packed or text, as JSON. */
    static JsonNode json(byte[] stored) {
        return PackedReader.isPacked(stored)
                ? redacted(PackedReader.tree(stored))
                : json(new String(stored, StandardCharsets.UTF_8));
    }

    /** Returns the recipient in the document of a notification. */
    static String recipient(byte[] document) {
        return PackedReader.tree(document).path("user").asText();
    }

    /**
     * Removes a user from the lists of a document, and replaces the name elsewhere.
     *
     * @return the document without the user; empty if it does not name the user
     */
    static Optional<String> without(String document, String user) {
        if (!document.contains("\"" + user + "\"")) {
            return Optional.empty();
        }
        return parsed(document).filter(tree -> remove(tree, user)).map(JsonNode::toString);
    }

    private static boolean remove(JsonNode tree, String user) {
        boolean removed = false;
        switch (tree) {
            case ArrayNode list -> {
                for (int i = list.size() - 1; i >= 0; i--) {
                    if (list.get(i).isTextual() && list.get(i).asText().equals(user)) {
                        list.remove(i);
                        removed = true;
                    } else {
                        removed |= remove(list.get(i), user);
                    }
                }
            }
            case ObjectNode fields -> {
                for (String name : names(fields)) {
                    JsonNode value = fields.get(name);
                    if (value.isTextual() && value.asText().equals(user) && PLACES.contains(name)) {
                        fields.put(name, ERASED);
                        removed = true;
                    } else {
                        removed |= remove(value, user);
                    }
                }
            }
            default -> {}
        }
        return removed;
    }

    /** The fields of a notification for many users that hold the id of one of them. */
    private static final Set<String> PLACES = Set.of("user", "by", "caller");

    /** The id in the place of that of an erased user. */
    private static final String ERASED = "erased";

    private static JsonNode redacted(JsonNode tree) {
        switch (tree) {
            case ArrayNode list -> list.forEach(StoredValues::redacted);
            case ObjectNode fields -> {
                for (String name : names(fields)) {
                    if (SECRETS.contains(name) && fields.get(name).isTextual()) {
                        fields.put(name, REDACTED);
                    } else {
                        redacted(fields.get(name));
                    }
                }
            }
            default -> {}
        }
        return tree;
    }

    private static List<String> names(ObjectNode fields) {
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
