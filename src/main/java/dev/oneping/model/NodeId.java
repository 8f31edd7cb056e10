package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * The id of one running process of oneping. A restarted process is a new node.
 *
 * @param value {@code node_} and a sortable id
 */
public record NodeId(@JsonValue String value) {

    private static final String PREFIX = "node_";

    /** Rejects a value not in the form that {@link #create} produces. */
    @JsonCreator
    public NodeId {
        if (!SortableId.isWellFormed(value, PREFIX, SortableId.LENGTH)) {
            throw new IllegalArgumentException("not a node id");
        }
    }

    /** Creates an id. */
    public static NodeId create(Instant now) {
        return new NodeId(PREFIX + SortableId.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value;
    }
}
