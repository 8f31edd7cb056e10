package dev.oneping.channel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a provider answered to one message. */
public sealed interface SendResult {

    /** It took it. */
    record Accepted() implements SendResult {}

    /**
     * Not now.
     *
     * @param after how long it wants to be left alone; null where it does not say
     */
    record Later(String reason, @Nullable Duration after) implements SendResult {}

    /**
     * The address is no longer good.
     *
     * @param since since when; null where it does not say. An address that was registered after that is good
     */
    record Gone(@Nullable Instant since) implements SendResult {}

    /**
     * The address belongs to another app, or to the other environment of its service: it will never be good here. So it looks
     * with every address where it is we who are set up wrongly, and therefore people have to look after it.
     */
    record Misdirected(String reason) implements SendResult {}

    /** It will never take it. */
    record Rejected(String reason) implements SendResult {}

    /** It is larger than the provider takes. */
    record TooLarge() implements SendResult {}
}
