package dev.oneping.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.format.Format;
import java.time.Duration;

/** Variations of the least that a subscriber can ask for. */
final class Wishes {

    private Wishes() {}

    static Wish inOrder(Wish wish) {
        return with(wish, "order", "per_user");
    }

    static Wish paused(Wish wish) {
        return with(wish, "paused", true);
    }

    static Wish resumed(Wish wish) {
        return with(wish, "paused", false);
    }

    static Wish everySo(Wish wish, Duration interval) {
        return with(wish, "min_interval", interval.toString());
    }

    static Wish as(Wish wish, Format format) {
        return with(wish, "format", format);
    }

    static Wish with(Wish wish, String name, Object value) {
        ObjectNode tree = RedisRig.json().valueToTree(wish);
        tree.set(name, RedisRig.json().valueToTree(value));
        return RedisRig.json().convertValue(tree, Wish.class);
    }
}
