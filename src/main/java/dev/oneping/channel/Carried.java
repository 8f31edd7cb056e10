package dev.oneping.channel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a provider answered to one message. */
public sealed interface Carried {

    /** It took it. */
    record Accepted() implements Carried {}

    /**
     * Not now.
     *
     * @param after how long it wants to be left alone; null where it does not say
     */
    record Later(String reason, @Nullable Duration after) implements Carried {}

    /**
     * The address is no longer good.
     *
     * @param since since when; null where it does not say. An address that was registered after that is good
     */
    record Gone(@Nullable Instant since) implements Carried {}

    /** It will never take it. */
    record Rejected(String reason) implements Carried {}

    /** It is larger than the provider takes. */
    record TooLarge() implements Carried {}
}
