package dev.oneping.delivery.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result that a channel's provider returned for one message. */
public sealed interface ProviderResult {

    /** The provider accepted it. That is not the user's answer, and does not mean that any device has it. */
    record Accepted() implements ProviderResult {}

    /**
     * The provider cannot take it now.
     *
     * @param reason a stable code
     * @param after  the requested pause; null if it states none
     */
    record Later(String reason, @Nullable Duration after) implements ProviderResult {}

    /** The address is no longer valid, or there is none any more. It was removed. */
    record Dead(String reason) implements ProviderResult {}

    /** The provider will never accept this message. It needs an operator: an alarm was raised. */
    record Rejected(String reason) implements ProviderResult {}
}
