package dev.oneping.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;

/** The JSON of our own records, as it is stored and read back. What cannot be written or read is a bug. */
public final class StoredJson {

    private final ObjectMapper json;

    /** Uses the given mapper. */
    public StoredJson(ObjectMapper json) {
        this.json = json;
    }

    /** Writes a record as text. */
    public String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records must be writable as JSON", e);
        }
    }

    /** Writes a record as UTF-8. */
    public byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records must be writable as JSON", e);
        }
    }

    /** Reads a record that was written. */
    public <T> T read(String text, Class<T> type) {
        try {
            return Objects.requireNonNull(json.readValue(text, type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own records must be readable", e);
        }
    }
}
