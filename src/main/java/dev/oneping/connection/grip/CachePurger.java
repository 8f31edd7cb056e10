package dev.oneping.connection.grip;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Purges changed resources from the cache of a proxy. */
@Singleton
class CachePurger {

    private static final Logger LOG = Logger.getLogger(CachePurger.class);
    private static final int FIRST_FAILURE = 300;

    private final HttpClient client;
    private final long timeoutMs;

    CachePurger(Vertx vertx, GripConfig config) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setVerifyHost(true).setTracingPolicy(TracingPolicy.IGNORE));
        this.timeoutMs = config.publishTimeout().toMillis();
    }

    /** Purges a key. A failure is logged and not retried. */
    Uni<Void> purge(GripProxy proxy, String key) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.valueOf(proxy.purgeMethod()))
                .setAbsoluteURI(String.valueOf(proxy.purge()).replace("{key}", key))
                .setFollowRedirects(false)
                .setTimeout(timeoutMs);
        proxy.credentials().forEach(request::putHeader);
        return Uni.createFrom()
                .completionStage(() -> client.request(request)
                        .compose(open -> open.send())
                        .map(HttpClientResponse::statusCode)
                        .toCompletionStage())
                .invoke(status -> {
                    if (status >= FIRST_FAILURE) {
                        LOG.warnf("purging the cache of %s failed for %s: status %d", proxy, key, status);
                    }
                })
                .onFailure()
                .invoke(failure ->
                        LOG.warnf("purging the cache of %s failed for %s: %s", proxy, key, failure.getMessage()))
                .onFailure()
                .recoverWithItem(0)
                .replaceWithVoid();
    }
}
