package dev.oneping.delivery;

import java.util.Map;

/** What became of the wish to take a notification in. */
public sealed interface AcceptResult {

    /**
     * It was stored.
     *
     * @param tracked its life at the first version
     * @param person  all that is known of the person, as the presence feature stores it
     */
    record Stored(VersionedState tracked, Map<String, String> person) implements AcceptResult {}

    /** A notification with this id had been stored before. */
    record Repeated() implements AcceptResult {}

    /** The person has too many open notifications. */
    record Full(long open) implements AcceptResult {}
}
