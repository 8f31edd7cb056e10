package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Generates values that a schema of the device protocol allows: the part of JSON Schema that it uses, with bounds hit more
 * often than by chance.
 */
final class SchemaSampler {

    private static final Pattern SIMPLE = Pattern.compile("\\^([a-z_]*)\\[([^]]+)]\\{(\\d+)(?:,(\\d+))?}\\$");
    private static final List<String> TEXTS = List.of("5G", "Home Office", "com.example.Ring", "ß😀", "-", "a");
    private static final int LONGEST = 12;
    private static final double OFTEN = 0.5;

    private final JsonNode root;
    private final Random random;

    SchemaSampler(JsonNode root, Random random) {
        this.root = root;
        this.random = random;
    }

    /** Returns a value that the schema allows. */
    JsonNode sample(JsonNode schema) {
        if (schema.has("$ref")) {
            return sample(root.at(schema.path("$ref").asText().substring(1)));
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return pick(list(schema.path("enum")));
        }
        if (schema.has("anyOf") && !schema.has("properties")) {
            return sample(pick(list(schema.path("anyOf"))));
        }
        return ofType(schema, type(schema.path("type")));
    }

    private JsonNode ofType(JsonNode schema, String type) {
        return switch (type) {
            case "null" -> NullNode.instance;
            case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
            case "integer" -> integer(schema);
            case "number" -> number(schema);
            case "string" -> TextNode.valueOf(text(schema));
            case "array" -> array(schema);
            default -> object(schema);
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        schema.path("allOf").forEach(part -> object.setAll((ObjectNode) sample(part)));
        schema.path("properties").properties().forEach(property -> {
            boolean required = list(schema.path("required")).contains(TextNode.valueOf(property.getKey()));
            if (required || random.nextDouble() < OFTEN) {
                object.set(property.getKey(), sample(property.getValue()));
            }
        });
        if (schema.has("anyOf")) {
            object.setAll((ObjectNode) object(pick(list(schema.path("anyOf")))));
        }
        if (random.nextInt(10) == 0) {
            object.put("unheard_of", random.nextInt());
        }
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        int least = schema.path("minItems").asInt();
        int most = schema.path("maxItems").asInt();
        int size = random.nextInt(10) == 0 ? most : least + random.nextInt(3);
        for (int i = 0; i < Math.min(size, most); i++) {
            array.add(sample(schema.path("items")));
        }
        return array;
    }

    private JsonNode integer(JsonNode schema) {
        long least = schema.path("minimum").asLong();
        long most = schema.path("maximum").asLong(Long.MAX_VALUE);
        long number = switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + random.nextLong(Math.min(most - least, 1_000_000));
        };
        boolean withFraction = random.nextInt(4) == 0;
        return withFraction ? DoubleNode.valueOf(number) : LongNode.valueOf(number);
    }

    private JsonNode number(JsonNode schema) {
        double least = schema.path("minimum").asDouble(-1000);
        double most = schema.path("maximum").asDouble(100_000);
        return switch (random.nextInt(4)) {
            case 0 -> DoubleNode.valueOf(least);
            case 1 -> DoubleNode.valueOf(most);
            default -> DoubleNode.valueOf(random.nextDouble(least, most));
        };
    }

    private String text(JsonNode schema) {
        Matcher pattern = SIMPLE.matcher(schema.path("pattern").asText());
        if (pattern.matches()) {
            return pattern.group(1) + word(characters(pattern.group(2)), pattern.group(3), pattern.group(4));
        }
        if (random.nextInt(10) == 0) {
            return "😀".repeat(schema.path("maxLength").asInt(LONGEST));
        }
        return pick(TEXTS);
    }

    /** A word of three letters at least, if it may be: "." and ".." are refused by name. */
    private String word(String characters, String least, @Nullable String most) {
        int shortest = Integer.parseInt(least);
        int longest = most == null ? shortest : Integer.parseInt(most);
        int length = random.nextInt(10) == 0 ? longest : Math.max(shortest, Math.min(longest, 3));
        StringBuilder word = new StringBuilder();
        while (word.length() < length) {
            word.append(characters.charAt(random.nextInt(characters.length())));
        }
        return word.toString();
    }

    private static String characters(String set) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < set.length(); i++) {
            boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
            for (char c = set.charAt(i); c <= (range ? set.charAt(i + 2) : set.charAt(i)); c++) {
                all.append(c);
            }
            i += range ? 2 : 0;
        }
        return all.toString();
    }

    private String type(JsonNode type) {
        return type.isArray() ? pick(list(type)).asText() : type.asText();
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    private <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
