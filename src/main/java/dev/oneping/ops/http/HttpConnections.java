package dev.oneping.ops.http;

import io.netty.channel.Channel;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Installs {@link AcceptedConnections} in the listening channels of the public port.
 *
 * <p>The framework keeps the server and its connection handler for itself, and no setting limits the time of a slow
 * request. The listening channel is the parent of a request's channel, so the first request shows it; the service sends
 * that request to itself when it begins to listen.
 */
@Singleton
class HttpConnections {

    private static final Logger LOG = Logger.getLogger(HttpConnections.class);
    private static final String NAME = "accepted-connections";
    private static final int BEFORE_OTHERS = 2_000_000;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final byte[] REQUEST =
            "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ManagementConfig management;
    private final AcceptedConnections accepted;
    private volatile @Nullable Channel guarded;

    HttpConnections(HttpConnectionConfig config, ManagementConfig management) {
        this.management = management;
        this.accepted = new AcceptedConnections(config);
    }

    void open(@Observes Filters filters) {
        filters.register(this::enter, BEFORE_OTHERS);
    }

    void started(@ObservesAsync HttpServerStart start) {
        HttpServerOptions options = start.options();
        if (options.getPort() <= 0) {
            return;
        }
        try (Socket socket = new Socket()) {
            InetAddress host = InetAddress.getByName(options.getHost());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(
                    new InetSocketAddress(
                            host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host, options.getPort()),
                    PATIENCE_MILLIS);
            socket.getOutputStream().write(REQUEST);
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            LOG.debugf("the limits of connections begin with the first request: %s", e.getMessage());
        }
    }

    private void enter(RoutingContext request) {
        if (request.request().connection() instanceof ConnectionBase connection) {
            Channel listening = connection.channel().parent();
            if (listening != null && listening != guarded && !isManagement(request)) {
                install(listening);
            }
        }
        request.next();
    }

    private synchronized void install(Channel listening) {
        if (listening.pipeline().get(NAME) == null) {
            listening.pipeline().addFirst(NAME, accepted);
        }
        guarded = listening;
    }

    private boolean isManagement(RoutingContext request) {
        return management
                .port()
                .filter(port -> port == request.request().localAddress().port())
                .isPresent();
    }
}
