package dev.oneping.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of Redis. A script's answer is a list whose first item is a tag that says which branch was taken.
 *
 * <p>Reading a list as a text, or a place that is not there, is our own mistake and fails as one.
 */
public final class Reply {

    private final @Nullable Response response;

    Reply(@Nullable Response response) {
        this.response = response;
    }

    /** Whether Redis answered nil. */
    public boolean isNil() {
        return response == null;
    }

    /** The branch that a script took. */
    public String tag() {
        return text(0);
    }

    /** This answer itself as a text. */
    public String text() {
        return present().toString();
    }

    /** This answer itself as a number. */
    public long number() {
        return present().toLong();
    }

    /** The text at a place of the list. */
    public String text(int place) {
        return at(place).text();
    }

    /** The number at a place of the list; a numeric text counts. */
    public long number(int place) {
        return at(place).number();
    }

    /** The bytes at a place of the list. */
    public byte[] bytes(int place) {
        return at(place).present().toBytes();
    }

    /** Whether a place of the list holds nil, or does not exist. */
    public boolean isNil(int place) {
        return place >= size() || present().get(place) == null;
    }

    /** The answer at a place of the list. */
    public Reply at(int place) {
        return new Reply(present().get(place));
    }

    /** How many items the list has; nil has none. */
    public int size() {
        return response == null ? 0 : response.size();
    }

    /** The list, item by item. */
    public List<Reply> items() {
        List<Reply> items = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            items.add(at(i));
        }
        return items;
    }

    /** The list as texts. */
    public List<String> texts() {
        return items().stream().map(Reply::text).toList();
    }

    /** A flat list of names and values as a map, as HGETALL gives it. */
    public Map<String, String> map() {
        Map<String, String> map = LinkedHashMap.newLinkedHashMap(size() / 2);
        for (int i = 0; i + 1 < size(); i += 2) {
            map.put(text(i), text(i + 1));
        }
        return map;
    }

    private Response present() {
        if (response == null) {
            throw new IllegalStateException("Redis answered nil where a value was expected");
        }
        return response;
    }
}
