package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** What a notification was made of, where that was another notification. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Origin.Part.class, name = "part"),
    @JsonSubTypes.Type(value = Origin.Again.class, name = "again")
})
public sealed interface Origin {

    /** The other notification. */
    NotificationId of();

    /**
     * One person's part in a notification that many are to know of.
     *
     * @param of      what they are to know of
     * @param watched whether each step of this one may change what becomes of the others
     * @param circle  who of them is asked
     */
    record Part(NotificationId of, boolean watched, GroupRole circle) implements Origin {
        /** Of an older build the circle is not known; then nobody else is asked. */
        public Part {
            circle = Objects.requireNonNullElse(circle, GroupRole.ONE_PERSON);
        }
    }

    /** Another try of one that ended without a person's answer. */
    record Again(NotificationId of) implements Origin {}
}
