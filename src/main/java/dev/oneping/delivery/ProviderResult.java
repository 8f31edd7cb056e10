package dev.oneping.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a channel's provider said to one parcel. */
public sealed interface ProviderResult {

    /** It took it. That is no person's answer, and does not say that any device has it. */
    record Accepted() implements ProviderResult {}

    /**
     * Not now.
     *
     * @param reason a stable code
     * @param after  how long it wants to be left alone; null where it does not say
     */
    record Later(String reason, @Nullable Duration after) implements ProviderResult {}

    /** The address is no longer good, or there is none any more. It has been removed. */
    record Dead(String reason) implements ProviderResult {}

    /** It will never take this. Somebody has to look after it: the alarm was given. */
    record Rejected(String reason) implements ProviderResult {}
}
