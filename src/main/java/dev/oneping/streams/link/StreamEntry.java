package dev.oneping.streams.link;

import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One stream entry while it is processed.
 *
 * @param place      its stream and id
 * @param fields     its names and values, in order
 * @param deliveries the number of deliveries to consumers, including this one
 */
public record StreamEntry(Place place, Map<String, String> fields, int deliveries) {

    /**
     * The location of an entry.
     *
     * @param stream the key
     * @param id     {@code millis-sequence}
     */
    public record Place(String stream, String id) {}

    /** Decodes {@code [id, [name, value, …]]}. */
    public static StreamEntry read(String stream, Response entry, int deliveries) {
        Response pairs = entry.get(1);
        Map<String, String> fields = LinkedHashMap.newLinkedHashMap(pairs.size() / 2);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            fields.put(text(pairs.get(i)), text(pairs.get(i + 1)));
        }
        return new StreamEntry(new Place(stream, text(entry.get(0))), Collections.unmodifiableMap(fields), deliveries);
    }

    private static String text(Response value) {
        return value.toString(StandardCharsets.UTF_8);
    }
}
