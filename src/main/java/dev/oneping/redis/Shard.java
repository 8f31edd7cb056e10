package dev.oneping.redis;

import dev.oneping.model.UserRef;

/**
 * A fixed part of all users. Every key of a user, of the user's notifications, timers and events carries the shard's
 * hash tag, so that one script can touch them all, on a Redis Cluster as well.
 *
 * @param number 0 to the number of shards less one
 */
public record Shard(int number) {

    /** The key of the hash that holds what is known of one person. */
    public String user(UserRef user) {
        return key("user", user);
    }

    /** A key of this shard: {@code {s12}:} and the parts, joined by colons. */
    public String key(String name, Object... parts) {
        StringBuilder key =
                new StringBuilder(64).append("{s").append(number).append("}:").append(name);
        for (Object part : parts) {
            key.append(':').append(part);
        }
        return key.toString();
    }
}
