package dev.oneping.problem.http;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;

/** The connection on which the client of the current request waits for its answer. */
@Singleton
public class ClientConnection {

    private final CurrentVertxRequest current;

    ClientConnection(CurrentVertxRequest current) {
        this.current = current;
    }

    /**
     * Returns a question whether the client has gone, for work that takes long; any thread may ask it. To be called where the
     * request is at hand. Without a request nobody can go.
     */
    public BooleanSupplier gone() {
        RoutingContext request = Arc.container().requestContext().isActive() ? current.getCurrent() : null;
        return request == null ? () -> false : () -> request.response().closed();
    }
}
