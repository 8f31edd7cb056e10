package dev.oneping.channel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result that a provider returned for one message. */
public sealed interface SendResult {

    /** The provider accepted it. */
    record Accepted() implements SendResult {}

    /**
     * The provider cannot take it now.
     *
     * @param after the requested pause; null if it states none
     */
    record Later(String reason, @Nullable Duration after) implements SendResult {}

    /**
     * The address is no longer valid.
     *
     * @param since the time since when; null if unknown. An address that was registered later is valid
     */
    record Gone(@Nullable Instant since) implements SendResult {}

    /**
     * The address belongs to another app, or to the other environment of its service, and will never be valid here. A
     * wrong configuration of our own makes every address look like this, so it needs an operator.
     */
    record Misdirected(String reason) implements SendResult {}

    /** The provider will never accept it. */
    record Rejected(String reason) implements SendResult {}

    /** The message is larger than the provider accepts. */
    record TooLarge() implements SendResult {}
}
