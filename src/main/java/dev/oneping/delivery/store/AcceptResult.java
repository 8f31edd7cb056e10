package dev.oneping.delivery.store;

import dev.oneping.delivery.life.VersionedState;
import java.util.Map;

/** The result of storing a new notification. */
public sealed interface AcceptResult {

    /**
     * It was stored.
     *
     * @param tracked its state at the first version
     * @param person  the user's stored fields, as the presence feature wrote them
     */
    record Stored(VersionedState tracked, Map<String, String> person) implements AcceptResult {}

    /** It was stored together with its first step; this is its state after it. */
    record Begun(VersionedState tracked) implements AcceptResult {}

    /** A notification with this id was stored before. */
    record Repeated() implements AcceptResult {}

    /** The user has reached the limit of open notifications. */
    record Full(long open) implements AcceptResult {}
}
