package dev.oneping.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The bounds of one connection. Heartbeat, pong limit and lease are told by {@code oneping.presence}. */
@ConfigMapping(prefix = "oneping.connection")
public interface ConnectionConfig {

    /**
     * Web origins whose pages may connect, beside the service's own: {@code https://app.example.com}, or
     * {@code http://localhost:*} for any port. Programs that are no browsers send no origin and are not asked for one. A
     * page of a foreign origin could otherwise connect with what the browser knows of the person.
     */
    Optional<List<String>> origins();

    /**
     * The largest message that a device may send, in bytes. Reports and acks are far smaller; each connection may make us
     * hold this much.
     */
    @WithDefault("65536")
    @Min(1024)
    int maxMessage();

    /** How many frames wait for a device that reads slowly, before it is closed. A person reads none of 256 in time. */
    @WithDefault("256")
    @Min(1)
    int outboxFrames();

    /** How many characters wait for a device that reads slowly, before it is closed. The price of one slow reader. */
    @WithDefault("1048576")
    @Min(65536)
    int outboxChars();

    /** Frames that a device may send in a second in the long run. A person who types makes a handful of reports. */
    @WithDefault("50")
    @Min(1)
    int framesPerSecond();

    /** Frames that a device may send at once, as after a reconnect when it has acks to send. */
    @WithDefault("200")
    @Min(1)
    int frameBurst();

    /** How many bad frames within {@link #badFramesWithin()} end a connection for good. A wrong client never heals. */
    @WithDefault("10")
    @Min(2)
    int badFrames();

    /** See {@link #badFrames()}. */
    @WithDefault("60s")
    Duration badFramesWithin();

    /** How long after a cut a client that resumes gets exactly the frames that it missed, on the same node. */
    @WithDefault("2m")
    Duration resumeWithin();

    /** How many cut connections can be resumed at once. The price of each is what its device did not read. */
    @WithDefault("20000")
    @Min(0)
    int resumable();

    /**
     * How many devices may connect to this node in a second in the long run. Each costs a check of its token and a write to
     * Redis; when all come back after a failure, those beyond this come a little later rather than slow down everybody.
     */
    @WithDefault("2000")
    @Min(1)
    int acceptsPerSecond();

    /** How many devices may connect at once. */
    @WithDefault("4000")
    @Min(1)
    int acceptBurst();

    /** How long a peer may take nothing of what was written before the kernel drops it. Linux only; elsewhere hours. */
    @WithDefault("30s")
    Duration stuckAfter();

    /**
     * How long closing all connections may take when the service stops. Longer spreads the reconnects over time; what
     * runs the service must wait longer than this before it kills.
     */
    @WithDefault("5s")
    Duration drain();

    /**
     * Within which time devices are told to come back when the service stops, or when too many come at once: each is given a
     * random part of it. Longer is easier on the nodes that remain, and worse for who waits.
     */
    @WithDefault("30s")
    Duration reconnectWithin();

    /** How many frames for one other node wait to be sent together. What is more is dropped, and decided again. */
    @WithDefault("4096")
    @Min(1)
    @Max(1_000_000)
    int nodeBatch();
}
