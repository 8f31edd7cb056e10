package dev.oneping.ops.http;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The management port: health checks, metrics and the contracts, on a port of their own that no load balancer publishes.
 * The public port then answers 404 to these paths. Quarkus' own management interface is chosen when the service is built,
 * and so would be there in development, too.
 */
@Singleton
class ManagementPort {

    /** Before every other route. */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final int HEADER_BYTES = 4096;
    private static final int IDLE_SECONDS = 60;

    private final ManagementConfig config;
    private final Vertx vertx;
    private @Nullable Router router;
    private @Nullable HttpServer server;

    ManagementPort(ManagementConfig config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    void route(@Observes Router main) {
        router = main;
        if (config.port().isPresent()) {
            main.route().order(FIRST).handler(this::hide);
        }
    }

    void start(@Observes StartupEvent ignored) {
        Router routes = router;
        if (routes != null && config.port().isPresent()) {
            HttpServerOptions options = new HttpServerOptions()
                    .setHost(config.host())
                    .setPort(config.port().get())
                    .setHttp2ClearTextEnabled(false)
                    .setMaxHeaderSize(HEADER_BYTES)
                    .setIdleTimeout(IDLE_SECONDS);
            server = vertx.createHttpServer(options)
                    .requestHandler(request -> answer(routes, request))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    void stop(@Observes ShutdownEvent ignored) {
        HttpServer running = server;
        if (running != null) {
            running.close();
        }
    }

    /** Passes requests for management paths to the service's own routes, on a context of the request's own. */
    private static void answer(Router routes, HttpServerRequest request) {
        if (!isManagement(request.path()) && !isContract(request.path())) {
            request.response().setStatusCode(404).end();
            return;
        }
        Context context = VertxContext.createNewDuplicatedContext();
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(ignored -> routes.handle(request));
    }

    private void hide(RoutingContext request) {
        boolean publicPort =
                request.request().localAddress().port() != config.port().orElse(0);
        String path = request.normalizedPath();
        if (publicPort && (isManagement(path) || (isContract(path) && !config.publicContracts()))) {
            request.fail(404);
        } else {
            request.next();
        }
    }

    private static boolean isManagement(@Nullable String path) {
        return path != null && (path.equals("/q") || path.startsWith("/q/"));
    }

    private static boolean isContract(@Nullable String path) {
        return path != null && (path.startsWith("/openapi") || path.equals("/asyncapi.yaml"));
    }
}
