package dev.oneping.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Events about signals that other systems sent for a user through a signal URL. The signal's attributes may be
 * content, so they are not included.
 */
public sealed interface SignalEvent extends Event {

    /**
     * A signal was accepted.
     *
     * @param url    the id of the signal URL that received it
     * @param eid    the sender's id for it, or a generated one
     * @param domain the vocabulary that it belongs to
     * @param kind   the type in that vocabulary
     * @param happenedAt the time of the event as the sender reports it; null if not reported
     */
    @EventType(name = "signal.received", means = "Another system sent a signal for a user through a signal URL.")
    record Received(
            String url,
            String eid,
            String domain,
            String kind,
            @Nullable Instant happenedAt) implements SignalEvent {}
}
