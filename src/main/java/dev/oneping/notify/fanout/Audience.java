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

/** For whom a notification is that is not for one person alone. Members of a group are those of the moment it came. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Audience.OneOf.class, name = "one_of"),
    @JsonSubTypes.Type(value = Audience.Everyone.class, name = "everyone"),
    @JsonSubTypes.Type(value = Audience.Subscribers.class, name = "subscribers")
})
public sealed interface Audience {

    /**
     * One after the other, until one answers; where the policy of the one who is asked comes to everyone, all the others too.
     *
     * @param pick {@link GroupStrategy#MOST_ATTENTIVE} or {@link GroupStrategy#FIRST_AVAILABLE}
     * @param each how long one is asked
     */
    record OneOf(GroupId group, List<UserId> people, GroupStrategy pick, Duration each) implements Audience {
        /** Copies the people. */
        public OneOf {
            people = List.copyOf(people);
        }
    }

    /**
     * All at once.
     *
     * @param group  where they are one; null where they were named
     * @param quorum how many must act to end it for the rest; 0 if it is for each alone
     */
    record Everyone(@Nullable GroupId group, List<UserId> people, int quorum) implements Audience {
        /** Copies the people. */
        public Everyone {
            people = List.copyOf(people);
        }
    }

    /** Whoever subscribes to the topic while it is gone through, in alphabetical order. */
    record Subscribers(TopicId topic) implements Audience {}

    /** Whether each step of one person may change what becomes of the others. */
    @JsonIgnore
    default boolean isWatched() {
        return switch (this) {
            case OneOf ignored -> true;
            case Everyone everyone -> everyone.quorum() > 0;
            case Subscribers ignored -> false;
        };
    }
}
