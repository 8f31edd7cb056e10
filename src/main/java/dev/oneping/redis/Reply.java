package dev.oneping.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reply of Redis. A script's reply is a list whose first item is a tag that names the branch taken.
 *
 * <p>Reading a list as a text, or an item that does not exist, is a programming error and throws.
 */
public final class Reply {

    private final @Nullable Response response;

    Reply(@Nullable Response response) {
        this.response = response;
    }

    /** Returns whether the reply is nil. */
    public boolean isNil() {
        return response == null;
    }

    /** Returns the tag of the branch that a script took. */
    public String tag() {
        return text(0);
    }

    /** Returns this reply as a text. */
    public String text() {
        return present().toString();
    }

    /** Returns this reply as a number. */
    public long number() {
        return present().toLong();
    }

    /** Returns the text at an index of the list. */
    public String text(int place) {
        return at(place).text();
    }

    /** Returns the number at an index of the list; a numeric text is accepted. */
    public long number(int place) {
        return at(place).number();
    }

    /** Returns the bytes at an index of the list. */
    public byte[] bytes(int place) {
        return at(place).present().toBytes();
    }

    /** Returns whether the item at an index is nil or does not exist. */
    public boolean isNil(int place) {
        return place >= size() || present().get(place) == null;
    }

    /** Returns the item at an index of the list. */
    public Reply at(int place) {
        return new Reply(present().get(place));
    }

    /** Returns the number of items; 0 for nil. */
    public int size() {
        return response == null ? 0 : response.size();
    }

    /** Returns the items of the list. */
    public List<Reply> items() {
        List<Reply> items = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            items.add(at(i));
        }
        return items;
    }

    /** Returns the items as texts. */
    public List<String> texts() {
        return items().stream().map(Reply::text).toList();
    }

    /** Returns a flat list of names and values, like that of HGETALL, as a map. */
    public Map<String, String> map() {
        Map<String, String> map = LinkedHashMap.newLinkedHashMap(size() / 2);
        for (int i = 0; i + 1 < size(); i += 2) {
            map.put(text(i), text(i + 1));
        }
        return map;
    }

    private Response present() {
        if (response == null) {
            throw new IllegalStateException("Redis replied nil where a value was expected");
        }
        return response;
    }
}
