package dev.oneping.connection;

import dev.oneping.model.RateLimit;
import java.time.Duration;

/**
 * The settings common to all connections, so that each keeps one reference.
 *
 * @param protocol     handles frames
 * @param frames       the rate limit of frames
 * @param faults       the rate limit of invalid frames; one more ends the connection
 * @param outboxFrames the maximum number of queued frames
 * @param outboxChars  the maximum number of queued characters
 * @param metrics      the counters
 */
public record ConnectionLimits(
        FrameHandler protocol,
        RateLimit frames,
        RateLimit faults,
        int outboxFrames,
        int outboxChars,
        ConnectionMetrics metrics) {

    /** Creates the limits from the configuration. */
    public static ConnectionLimits of(ConnectionConfig config, FrameHandler protocol, ConnectionMetrics metrics) {
        return new ConnectionLimits(
                protocol,
                RateLimit.of(config.frameBurst(), config.framesPerSecond(), Duration.ofSeconds(1)),
                RateLimit.of(config.badFrames() - 1, config.badFrames(), config.badFramesWithin()),
                config.outboxFrames(),
                config.outboxChars(),
                metrics);
    }
}
