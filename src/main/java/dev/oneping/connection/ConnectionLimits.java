package dev.oneping.connection;

import dev.oneping.model.RateLimit;
import java.time.Duration;

/**
 * What holds for every connection alike, so that each keeps one reference to it.
 *
 * @param protocol     what frames lead to
 * @param frames       how fast frames may come
 * @param faults       how fast bad frames may come; one more and the connection ends
 * @param outboxFrames how many frames may wait
 * @param outboxChars  how many characters may wait
 * @param metrics      what is counted
 */
record ConnectionLimits(
        FrameHandler protocol,
        RateLimit frames,
        RateLimit faults,
        int outboxFrames,
        int outboxChars,
        ConnectionMetrics metrics) {

    /** As configured. */
    static ConnectionLimits of(ConnectionConfig config, FrameHandler protocol, ConnectionMetrics metrics) {
        return new ConnectionLimits(
                protocol,
                RateLimit.of(config.frameBurst(), config.framesPerSecond(), Duration.ofSeconds(1)),
                RateLimit.of(config.badFrames() - 1, config.badFrames(), config.badFramesWithin()),
                config.outboxFrames(),
                config.outboxChars(),
                metrics);
    }
}
