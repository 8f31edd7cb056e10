package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;

/** The notification that another one derives from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Origin.Part.class, name = "part"),
    @JsonSubTypes.Type(value = Origin.Again.class, name = "again")
})
public sealed interface Origin {

    /** The other notification. */
    NotificationId of();

    /**
     * One recipient's part of a notification to several users.
     *
     * @param of      the notification to all of them
     * @param watched whether a change of this part's state can affect the other parts
     * @param circle  the relation to the other recipients
     */
    record Part(NotificationId of, boolean watched, GroupRole circle) implements Origin {
        /** Defaults the role of parts that were stored by an older build, as if there were no other recipients. */
        public Part {
            circle = Objects.requireNonNullElse(circle, GroupRole.ONE_PERSON);
        }
    }

    /** A new notification for one that ended without the user's response. */
    record Again(NotificationId of) implements Origin {}
}
