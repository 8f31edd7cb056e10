package dev.oneping.delivery;

import java.util.Map;

/** What became of the wish to take a notification in. */
public sealed interface Acceptance {

    /**
     * It was stored.
     *
     * @param tracked its life at the first version
     * @param person  all that is known of the person, as the presence feature stores it
     */
    record Stored(Tracked tracked, Map<String, String> person) implements Acceptance {}

    /** A notification with this id had been stored before. */
    record Repeated() implements Acceptance {}

    /** The person has too many open notifications. */
    record Full(long open) implements Acceptance {}
}
