package dev.oneping.problem;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** Reads JSON that did not come as a body of its own, such as a patched document, as strictly as a body is read. */
@Singleton
public class StrictTree {

    private final StrictJson json;

    StrictTree(StrictJson json) {
        this.json = json;
    }

    /** A tree as a value of that type; whatever is wrong with it becomes a {@link Problem}. */
    public <T> T read(JsonNode tree, Class<T> type) {
        return read(tree.toString().getBytes(StandardCharsets.UTF_8), type);
    }

    /** Bytes as a value of that type; whatever is wrong with them becomes a {@link Problem}. */
    public <T> T read(byte[] bytes, Class<T> type) {
        T value = json.read(bytes, type);
        if (value == null) {
            throw Problem.invalid(Violation.at("", Violation.REQUIRED, "A JSON object is required."));
        }
        return value;
    }
}
