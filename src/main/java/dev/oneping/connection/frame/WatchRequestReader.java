package dev.oneping.connection.frame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.watch.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads watch requests: {@code users} and {@code groups} by id. */
final class WatchRequestReader {

    /** The limit of ids per field, which bounds the parsing work; the limit of watches is lower. */
    private static final int MOST = 1000;

    private WatchRequestReader() {}

    /** Returns the watch request of a hello; null if there is none. */
    static @Nullable WatchRequest ofHello(JsonNode hello) {
        JsonNode watch = hello.path("watch");
        if (watch.isMissingNode() || watch.isNull()) {
            return null;
        }
        if (!watch.isObject()) {
            throw FrameReader.invalid("/watch must be an object such as {\"users\":[\"ann\"]}");
        }
        return read(watch, "/watch");
    }

    static WatchRequest read(JsonNode json, String place) {
        WatchRequest request =
                new WatchRequest(names(json, place, "users", UserId::new), names(json, place, "groups", GroupId::new));
        if (request.isEmpty()) {
            throw FrameReader.invalid(place + "/users or " + place + "/groups must contain at least one id");
        }
        return request;
    }

    private static <T> List<T> names(JsonNode json, String place, String field, Function<String, T> name) {
        JsonNode list = json.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST) {
            throw FrameReader.invalid(place + "/" + field + " must be a list of at most " + MOST + " ids");
        }
        List<T> names = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            names.add(name(list.get(i), place + "/" + field + "/" + i, name));
        }
        return names;
    }

    private static <T> T name(JsonNode json, String place, Function<String, T> name) {
        try {
            if (json.isTextual()) {
                return name.apply(json.textValue());
            }
        } catch (IllegalArgumentException e) {
            // Rejected like a value that is not a string.
        }
        throw FrameReader.invalid(place + " must be an id of 1 to 64 of A-Z a-z 0-9 _ . @ -");
    }
}
