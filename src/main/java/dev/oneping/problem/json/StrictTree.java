package dev.oneping.problem.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;

/** Reads JSON that is not a request body itself, such as a patched document, as strictly as a body. */
@Singleton
public class StrictTree {

    private final StrictJson json;

    StrictTree(StrictJson json) {
        this.json = json;
    }

    /** Converts a tree to a value of that type; any error becomes a {@link Problem}. */
    public <T> T read(JsonNode tree, Class<T> type) {
        return read(tree.toString().getBytes(StandardCharsets.UTF_8), type);
    }

    /** Parses bytes as a value of that type; any error becomes a {@link Problem}. */
    public <T> T read(byte[] bytes, Class<T> type) {
        T value = json.read(bytes, type);
        if (value == null) {
            throw Problem.invalid(Violation.at("", Violation.REQUIRED, "A JSON object is required."));
        }
        return value;
    }
}
