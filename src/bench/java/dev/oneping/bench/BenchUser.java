package dev.oneping.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * A user who gets notifications.
 *
 * @param user         the user's id
 * @param notification the body of the POST that sends one
 */
record BenchUser(String user, Buffer notification) {

    static BenchUser named(String user) {
        return new BenchUser(
                user,
                new JsonObject()
                        .put("to", new JsonObject().put("user", user))
                        .put("title", "A notification of the benchmark")
                        .put("body", "It is about as long as what a person would want to read on a small screen.")
                        .put("category", "bench")
                        // The service keeps a distance between the sounds of less urgent ones of one user.
                        .put("priority", "high")
                        .put("expires_in", "10m")
                        .toBuffer());
    }
}
