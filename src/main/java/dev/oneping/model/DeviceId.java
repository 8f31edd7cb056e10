package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.oneping.text.CodePoints;
import java.util.regex.Pattern;

/**
 * The name that an app gives to one device of one user, for example {@code laptop}. It is unique only within that
 * user: two users may both have a {@code laptop}.
 *
 * @param value 1 to 64 of {@code A-Z a-z 0-9 _ . -}, so that it is safe in a Redis key and in a URL segment as it is
 */
public record DeviceId(@JsonValue String value) {

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** @throws IllegalArgumentException if the value is not a valid name; the message quotes it */
    @JsonCreator
    public DeviceId {
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "device must not be '" + value + "', which a URL treats as a step to another path");
        }
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "device must be 1 to 64 of A-Z a-z 0-9 _ . -, but is '" + CodePoints.first(value, 80) + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
