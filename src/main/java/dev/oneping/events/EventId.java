package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.oneping.redis.Shard;

/**
 * The id of an event: {@code evt_}, the position in its shard's log in fixed-width hex, and the shard. It sorts by time
 * and says where the event is.
 *
 * @param value the whole id
 */
public record EventId(@JsonValue String value) {

    /** The id of the entry {@code millis-sequence} in a shard's log. */
    static EventId of(Shard shard, long millis, long sequence) {
        return new EventId("evt_%012x%06x%03x".formatted(millis, sequence, shard.number()));
    }

    @Override
    public String toString() {
        return value;
    }
}
