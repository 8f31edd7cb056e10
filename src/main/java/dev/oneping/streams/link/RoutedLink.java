package dev.oneping.streams.link;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A link over the application's {@link StreamRoute}. It has no connection of its own; a failed call counts as a loss. */
final class RoutedLink implements StreamLink {

    private static final Logger LOG = Logger.getLogger(RoutedLink.class);

    private final String name;
    private final Context context;
    private final StreamRoute route;
    private final Runnable opened;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
    private boolean open;
    private boolean closed;

    RoutedLink(String name, Context context, StreamRoute route, Runnable opened) {
        this.name = name;
        this.context = context;
        this.route = route;
        this.opened = opened;
    }

    @Override
    public void open() {
        if (!closed && !open) {
            open = true;
            opened.run();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void confirm() {
        backoff.reset();
    }

    @Override
    public Future<@Nullable Response> send(String stream, Request request, Duration limit) {
        return route.send(request, stream).recover(failure -> {
            if (failure instanceof Response) {
                return Future.failedFuture(failure);
            }
            drop(failure.getMessage());
            return Future.failedFuture(new Disconnected(String.valueOf(failure.getMessage())));
        });
    }

    @Override
    public void drop(@Nullable String reason) {
        if (open && !closed) {
            open = false;
            LOG.debugf("%s: pausing: %s", name, reason);
            context.owner().setTimer(Math.max(1, backoff.pause().toMillis()), ignored -> open());
        }
    }

    @Override
    public void close() {
        closed = true;
        open = false;
    }

    @Override
    public Future<Void> pause(long millis) {
        Promise<Void> over = Promise.promise();
        context.owner().setTimer(millis, ignored -> over.complete());
        return over.future();
    }

    @Override
    public boolean canBlock() {
        return false;
    }

    @Override
    public List<List<String>> groups(List<String> streams) {
        return route.groups(streams);
    }
}
