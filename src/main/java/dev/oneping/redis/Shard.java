package dev.oneping.redis;

import dev.oneping.model.UserRef;

/**
 * A fixed partition of all users. Every key of a user, of the user's notifications, timers and events carries the
 * shard's hash tag, so that one script can access them all.
 *
 * @param number 0 to the number of shards less one
 */
public record Shard(int number) {

    /** Returns the key of a user's hash. */
    public String user(UserRef user) {
        return key("user", user);
    }

    /** Returns a key of this shard: {@code {s12}:} and the parts, joined by colons. */
    public String key(String name, Object... parts) {
        StringBuilder key =
                new StringBuilder(64).append("{s").append(number).append("}:").append(name);
        for (Object part : parts) {
            key.append(':').append(part);
        }
        return key.toString();
    }
}
