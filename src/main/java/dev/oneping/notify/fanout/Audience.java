package dev.oneping.notify.fanout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.oneping.model.GroupId;
import dev.oneping.model.TopicId;
import dev.oneping.model.UserId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recipients of a notification for more than one user. The members of a group are those at the time of acceptance.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Audience.OneOf.class, name = "one_of"),
    @JsonSubTypes.Type(value = Audience.Everyone.class, name = "everyone"),
    @JsonSubTypes.Type(value = Audience.Subscribers.class, name = "subscribers")
})
public sealed interface Audience {

    /**
     * The members of a group, one after the other, until one answers; if the policy of the asked one escalates to
     * everyone, all the others too.
     *
     * @param pick {@link GroupStrategy#MOST_ATTENTIVE} or {@link GroupStrategy#FIRST_AVAILABLE}
     * @param each how long each member is asked
     */
    record OneOf(GroupId group, List<UserId> people, GroupStrategy pick, Duration each) implements Audience {
        /** Copies the users. */
        public OneOf {
            people = List.copyOf(people);
        }
    }

    /**
     * All recipients at once.
     *
     * @param group  the group; null if the users were listed
     * @param quorum the number of users who must act to end it for the rest; 0 if each is independent
     */
    record Everyone(@Nullable GroupId group, List<UserId> people, int quorum) implements Audience {
        /** Copies the users. */
        public Everyone {
            people = List.copyOf(people);
        }
    }

    /** The subscribers of a topic while it is iterated, in alphabetical order. */
    record Subscribers(TopicId topic) implements Audience {}

    /** Returns whether each step of one recipient may affect the others. */
    @JsonIgnore
    default boolean isWatched() {
        return switch (this) {
            case OneOf ignored -> true;
            case Everyone everyone -> everyone.quorum() > 0;
            case Subscribers ignored -> false;
        };
    }
}
