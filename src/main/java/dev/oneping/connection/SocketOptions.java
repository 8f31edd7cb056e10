package dev.oneping.connection;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * What the HTTP server must know for connections to be small and to end. Compression is off: its state would be many times
 * the size of all else that is kept for a connection.
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
        options.setMaxWebSocketFrameSize(config.maxMessage());
        options.setPerFrameWebSocketCompressionSupported(false);
        options.setPerMessageWebSocketCompressionSupported(false);
        // A close frame waits behind what a stuck peer does not take, and its own time limit starts when it is written.
        options.setTcpUserTimeout((int) config.stuckAfter().toMillis());
    }
}
