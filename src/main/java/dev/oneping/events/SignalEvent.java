package dev.oneping.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What others signalled for a person, by an event signal URL. Their attributes may be content, so they are not told here. */
public sealed interface SignalEvent extends Event {

    /**
     * A signal was taken in.
     *
     * @param url    the id of the signal URL it came by
     * @param eid    the sender's own id for it, or the one that was given to it
     * @param domain the vocabulary it is of
     * @param kind   its type in that vocabulary
     * @param happenedAt when it happened, as the sender says; null where it says nothing
     */
    @EventType(name = "signal.received", means = "Somebody signalled an event for a person, by an event signal URL.")
    record Received(
            String url,
            String eid,
            String domain,
            String kind,
            @Nullable Instant happenedAt) implements SignalEvent {}
}
