package dev.oneping.connection.frame;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.presence.watch.WatchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads whom a device wants to watch: {@code users} and {@code groups}, by name. */
final class WatchRequestReader {

    /** What a session may watch is less; this bounds the work of reading. */
    private static final int MOST = 1000;

    private WatchRequestReader() {}

    /** What a hello says of it; null if nothing. */
    static @Nullable WatchRequest ofHello(JsonNode hello) {
        JsonNode watch = hello.path("watch");
        if (watch.isMissingNode() || watch.isNull()) {
            return null;
        }
        if (!watch.isObject()) {
            throw FrameReader.invalid("/watch must be an object such as {\"users\":[\"ann\"]}");
        }
        return wish(watch, "/watch");
    }

    static WatchRequest wish(JsonNode json, String place) {
        WatchRequest wish =
                new WatchRequest(names(json, place, "users", UserId::new), names(json, place, "groups", GroupId::new));
        if (wish.isEmpty()) {
            throw FrameReader.invalid(place + "/users or " + place + "/groups must name somebody");
        }
        return wish;
    }

    private static <T> List<T> names(JsonNode json, String place, String field, Function<String, T> name) {
        JsonNode list = json.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray() || list.size() > MOST) {
            throw FrameReader.invalid(place + "/" + field + " must be a list of at most " + MOST + " names");
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
            // It is refused as what is no text at all.
        }
        throw FrameReader.invalid(place + " must be a name of 1 to 64 of A-Z a-z 0-9 _ . @ -");
    }
}
