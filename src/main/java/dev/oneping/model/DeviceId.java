package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** x. */
public record DeviceId(@JsonValue String value) {
    @JsonCreator
    public DeviceId {
        Names.checked("device", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
