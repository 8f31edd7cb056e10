package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * One running process of oneping. A restarted process is a new node.
 *
 * @param value {@code node_} and a sortable id
 */
public record NodeId(@JsonValue String value) {

    private static final String PREFIX = "node_";

    /** Refuses what was not made by {@link #create}. */
    @JsonCreator
    public NodeId {
        if (!SortableId.isWellFormed(value, PREFIX, SortableId.LENGTH)) {
            throw new IllegalArgumentException("not a node id");
        }
    }

    /** A new id. */
    public static NodeId create(Instant now) {
        return new NodeId(PREFIX + SortableId.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value;
    }
}
