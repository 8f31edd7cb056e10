package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiConsumer;

/** Visits every object of a document, with its JSON Pointer. */
final class Walk {

    private Walk() {}

    static void over(JsonNode node, BiConsumer<String, JsonNode> visitor) {
        over("", node, visitor);
    }

    private static void over(String pointer, JsonNode node, BiConsumer<String, JsonNode> visitor) {
        if (node.isObject()) {
            visitor.accept(pointer, node);
            node.properties()
                    .forEach(member -> over(
                            pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
                            member.getValue(),
                            visitor));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                over(pointer + "/" + i, node.get(i), visitor);
            }
        }
    }
}
