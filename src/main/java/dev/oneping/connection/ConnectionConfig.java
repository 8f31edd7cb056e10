package dev.oneping.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits of device connections. Heartbeat, pong limit and lease are settings of {@code oneping.presence}. */
@ConfigMapping(prefix = "oneping.connection")
public interface ConnectionConfig {

    /**
     * Web origins whose pages may connect, besides the service's own: {@code https://app.example.com}, or
     * {@code http://localhost:*} for any port. Clients other than browsers send no origin and need none. Without this
     * check a page of a foreign origin could connect with credentials that the browser holds for the user.
     */
    Optional<List<String>> origins();

    /**
     * Maximum size of a message from a device, in bytes. Reports and acks are far smaller; each connection may occupy
     * this much memory.
     */
    @WithDefault("65536")
    @Min(1024)
    int maxMessage();

    /** Maximum number of frames queued for a slow device before it is disconnected. */
    @WithDefault("256")
    @Min(1)
    int outboxFrames();

    /**
     * Maximum number of characters queued for a slow device before it is disconnected; the memory cost of one slow
     * reader.
     */
    @WithDefault("1048576")
    @Min(65536)
    int outboxChars();

    /** Sustained number of frames per second that a device may send. A typing user causes a handful of reports. */
    @WithDefault("50")
    @Min(1)
    int framesPerSecond();

    /** Burst of frames that a device may send, for example pending acks after a reconnect. */
    @WithDefault("200")
    @Min(1)
    int frameBurst();

    /** Number of invalid frames within {@link #badFramesWithin()} that ends a connection for good: a broken client does
     * not recover. */
    @WithDefault("10")
    @Min(2)
    int badFrames();

    /** Window of {@link #badFrames()}. */
    @WithDefault("60s")
    Duration badFramesWithin();

    /**
     * Time after a lost connection during which a client can resume on the same node with exactly the missed frames.
     */
    @WithDefault("2m")
    Duration resumeWithin();

    /** Maximum number of lost connections kept for resumption; each costs the memory of its unread frames. */
    @WithDefault("20000")
    @Min(0)
    int resumable();

    /**
     * Sustained number of connections per second that this node accepts. Each costs a token check and a write to Redis;
     * when all devices reconnect after a failure, the excess is delayed so that the node stays responsive.
     */
    @WithDefault("2000")
    @Min(1)
    int acceptsPerSecond();

    /** Burst of connections that this node accepts. */
    @WithDefault("4000")
    @Min(1)
    int acceptBurst();

    /**
     * Maximum number of sessions of one tenant on this node, so that one tenant cannot use up the node's connections. Its
     * further devices are asked to come back later.
     */
    @WithDefault("100000")
    @Min(1)
    int sessionsPerTenant();

    /** Time without acknowledged data after which the kernel drops a peer. Linux only; elsewhere hours. */
    @WithDefault("30s")
    Duration stuckAfter();

    /**
     * Maximum time for closing all connections at shutdown. A longer one spreads the reconnects; the supervisor must
     * wait longer than this before it kills the process.
     */
    @WithDefault("5s")
    Duration drain();

    /**
     * Longest window of reconnect delays at shutdown and under the rate limit: each device gets a random delay within it.
     * At shutdown the window is as short as the other nodes can accept this node's devices at half of their
     * {@link #acceptsPerSecond()}. A longer one is easier on the remaining nodes, and a longer wait for devices.
     */
    @WithDefault("30s")
    Duration reconnectWithin();

    /**
     * Maximum number of frames queued for one other node. Excess frames are dropped, and their notifications are
     * routed again.
     */
    @WithDefault("4096")
    @Min(1)
    @Max(1_000_000)
    int nodeBatch();
}
