package dev.oneping.ops.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * Limits of the public port's TCP connections. They bound the cost of a client that connects and sends nothing, or sends
 * slowly. An exceeded limit closes the connection without a response.
 */
@ConfigMapping(prefix = "oneping.http")
public interface HttpConnectionConfig {

    /** Maximum time from the accepted connection to the end of its first request's headers, TLS handshake included. */
    @WithDefault("15s")
    Duration headerTimeout();

    /** Maximum time from the end of a request's headers to the end of its body. */
    @WithDefault("30s")
    Duration bodyTimeout();

    /**
     * Maximum time from a response to the end of the next request's headers. A proxy that keeps connections should
     * close them earlier, since a request that crosses the close is lost.
     */
    @WithDefault("75s")
    Duration idleTimeout();

    /**
     * Maximum number of requests of a connection that wait for their response. Only pipelining clients have more than
     * one.
     */
    @WithDefault("100")
    @Min(1)
    @Max(10_000)
    int maxPipelined();

    /** Maximum number of connections of all clients, WebSockets included. Each needs a file descriptor. */
    @WithDefault("250000")
    @Min(1)
    int maxConnections();

    /**
     * Maximum number of connections from one address, WebSockets excluded. Behind a proxy all clients have its address:
     * set it above the number of event streams and waiting polls of all devices there.
     */
    @WithDefault("10000")
    @Min(1)
    int maxConnectionsPerAddress();
}
