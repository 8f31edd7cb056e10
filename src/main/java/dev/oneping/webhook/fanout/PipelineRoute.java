package dev.oneping.webhook.fanout;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.streams.link.StreamRoute;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of the event log's reader where Redis is more than a single server: the shared connections, which follow slots
 * and masters. With a single server the reader has connections of its own, on which it may block.
 */
@Singleton
class PipelineRoute implements StreamRoute {

    private final RedisPipeline redis;

    PipelineRoute(RedisPipeline redis) {
        this.redis = redis;
    }

    @Override
    public boolean isUsed() {
        return !redis.isSingle();
    }

    @Override
    public Future<@Nullable Response> send(Request request, String stream) {
        return redis.send(request, stream);
    }

    @Override
    public List<List<String>> groups(List<String> streams) {
        return redis.groups(streams, stream -> stream);
    }
}
