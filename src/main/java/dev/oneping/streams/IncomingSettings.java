package dev.oneping.streams;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The configuration of an incoming channel. Each value is described on {@link RedisStreamsConnector}. */
record IncomingSettings(
        String channel,
        List<String> streams,
        String group,
        String consumer,
        String start,
        int maxInFlight,
        Duration block,
        Duration linger,
        Duration timeout,
        Duration claimIdle,
        Duration claimInterval,
        Duration forgetConsumers,
        FailureStrategy failureStrategy,
        int maxDeliveries,
        String deadLetterSuffix,
        int deadLetterMaxLength) {

    static IncomingSettings of(ChannelAttributes attributes) {
        List<String> streams = StreamKeys.of(attributes);
        return new IncomingSettings(
                attributes.channel(),
                streams,
                attributes.required("group"),
                attributes.text("consumer").orElseGet(IncomingSettings::uniqueName),
                start(attributes),
                maxInFlight(attributes, streams.size()),
                millis(attributes, "block-ms"),
                Duration.ofMillis(attributes.number("linger-ms", 0)),
                millis(attributes, "timeout-ms"),
                millis(attributes, "claim-idle-ms"),
                millis(attributes, "claim-interval-ms"),
                millis(attributes, "forget-consumers-ms"),
                failureStrategy(attributes),
                attributes.number("max-deliveries", 1),
                attributes.required("dead-letter-suffix"),
                attributes.number("dead-letter-max-length", 1));
    }

    int partition(String stream) {
        return streams.indexOf(stream);
    }

    private static int maxInFlight(ChannelAttributes attributes, int streams) {
        int bound = attributes.number("max-in-flight", 1);
        if (bound < streams) {
            throw attributes.refuse(
                    "max-in-flight", "must be at least the number of partitions, " + streams + ", but is " + bound);
        }
        return bound;
    }

    private static String start(ChannelAttributes attributes) {
        String start = attributes.required("start");
        if (!start.equals("0") && !start.equals("$")) {
            throw attributes.refuse("start", "must be 0 or $, but is '" + start + "'");
        }
        return start;
    }

    private static FailureStrategy failureStrategy(ChannelAttributes attributes) {
        String word = attributes.required("failure-strategy");
        return FailureStrategy.named(word)
                .orElseThrow(() -> attributes.refuse(
                        "failure-strategy", "must be one of " + FailureStrategy.words() + ", but is '" + word + "'"));
    }

    private static Duration millis(ChannelAttributes attributes, String name) {
        return Duration.ofMillis(attributes.number(name, 1));
    }

    /** Generates a name that no other consumer has; the host name alone would not be unique. */
    private static String uniqueName() {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + unique;
        } catch (UnknownHostException e) {
            return "consumer-" + unique;
        }
    }
}
