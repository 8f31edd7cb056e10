package dev.oneping.streams.link;

import io.vertx.core.Context;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Creates the links of channels: connections by the given options, or links over the application's route if it has one.
 *
 * @param options the options of connections
 * @param route   the route that is used instead; null for none
 */
public record LinkFactory(RedisOptions options, @Nullable StreamRoute route) {

    /**
     * Creates a link that is not open yet.
     *
     * @param name    for the log
     * @param timeout the time limit for connecting
     * @param opened  called each time the link is open
     */
    public StreamLink create(String name, Context context, Duration timeout, Runnable opened) {
        return route == null
                ? new StreamConnection(name, context, options, timeout, opened)
                : new RoutedLink(name, context, route, opened);
    }
}
