package dev.oneping.streams;

import java.time.Duration;

/** The configuration of an outgoing channel. Each value is described on {@link RedisStreamsConnector}. */
record OutgoingSettings(
        String channel, String stream, int maxLength, int maxInFlight, String payloadField, Duration timeout) {

    static OutgoingSettings of(ChannelAttributes attributes) {
        return new OutgoingSettings(
                attributes.channel(),
                attributes.required("stream"),
                attributes.number("max-length", 0),
                attributes.number("max-in-flight", 1),
                attributes.required("payload-field"),
                Duration.ofMillis(attributes.number("timeout-ms", 1)));
    }
}
