package dev.oneping.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads JSON that did not come as a body of its own, such as a patched document, as strictly as a body is read. */
@Singleton
public class StrictTree {

    private final StrictJson json;
    private final RequestConfig limits;

    StrictTree(StrictJson json, RequestConfig limits) {
        this.json = json;
        this.limits = limits;
    }

    /** A tree as a value of that type; whatever is wrong with it becomes a {@link Problem}. */
    public <T> T read(JsonNode tree, Class<T> type) {
        return read(tree.toString().getBytes(StandardCharsets.UTF_8), type);
    }

    /** Bytes as a value of that type; whatever is wrong with them becomes a {@link Problem}. */
    public <T> T read(byte[] bytes, Class<T> type) {
        try {
            T value = json.reader(type).readValue(bytes);
            if (value == null) {
                throw Problem.invalid(Violation.at("", Violation.REQUIRED, "A JSON object is required."));
            }
            return value;
        } catch (JsonProcessingException fault) {
            throw JsonFault.of(fault, limits);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }
}
