package dev.oneping.notify.fanout;

import dev.oneping.delivery.Target;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Origin;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;

/**
 * A notification that many people are to know of. Each of them gets a notification of their own, whose id follows from this
 * one's and the person's name, so that whatever is done twice is done once.
 *
 * @param pattern  what each gets but for the id and the name; its own id is that of the whole
 * @param audience for whom it is
 */
public record FanOut(Notification pattern, Audience audience) {

    /** The id of the whole. */
    public NotificationId id() {
        return pattern.id();
    }

    /** Whose it is. */
    public TenantId tenant() {
        return pattern.to().tenant();
    }

    UserRef person(UserId user) {
        return new UserRef(tenant(), user);
    }

    /** What one person gets who is asked alone, or with all the others from the beginning. */
    Notification part(UserId user, int shard) {
        return part(id().part(user.value(), shard), user, circle());
    }

    /**
     * What one of the others gets when everyone is asked after all: another one than before, for who was passed over has lost
     * that. No person's name has a colon in it.
     */
    Notification widened(UserId user, int shard) {
        return part(id().part(Target.EVERYONE + ":" + user, shard), user, GroupRole.WHOLE_GROUP);
    }

    private GroupRole circle() {
        return switch (audience) {
            case Audience.OneOf ignored -> GroupRole.ONE_OF_GROUP;
            case Audience.Everyone everyone -> everyone.group() == null ? GroupRole.ONE_PERSON : GroupRole.WHOLE_GROUP;
            case Audience.Subscribers ignored -> GroupRole.ONE_PERSON;
        };
    }

    private Notification part(NotificationId part, UserId user, GroupRole circle) {
        return new Notification(
                part,
                person(user),
                pattern.content(),
                pattern.category(),
                pattern.priority(),
                pattern.policy(),
                pattern.collapseKey(),
                pattern.createdAt(),
                pattern.expiresAt(),
                pattern.facts(),
                pattern.deliverWhen(),
                null,
                new Origin.Part(id(), audience.isWatched(), circle));
    }
}
