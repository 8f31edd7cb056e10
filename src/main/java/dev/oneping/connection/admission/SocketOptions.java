package dev.oneping.connection.admission;

import dev.oneping.connection.ConnectionConfig;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * The HTTP server options that keep connections small and let them end. Compression is off: its state would be many
 * times the size of all other state of a connection.
 */
@Singleton
class SocketOptions implements HttpServerOptionsCustomizer {

    private final ConnectionConfig config;

    SocketOptions(ConnectionConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        customize(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customize(options);
    }

    private void customize(HttpServerOptions options) {
        // HTTP/2 without TLS is not offered: by an upgrade to it, a client tunnels past the path rules of a proxy.
        options.setHttp2ClearTextEnabled(false);
        options.setMaxWebSocketFrameSize(config.maxMessage());
        options.setPerFrameWebSocketCompressionSupported(false);
        options.setPerMessageWebSocketCompressionSupported(false);
        // A close frame waits behind data that a stuck peer does not read, and its own timeout starts when it is
        // written.
        options.setTcpUserTimeout((int) config.stuckAfter().toMillis());
    }
}
