package dev.oneping.notify.fanout;

import dev.oneping.delivery.life.Target;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Origin;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;

/**
 * A notification for many users. Each of them gets a notification of their own, whose id is derived from this one's and
 * the user's, so that repeated steps have no further effect.
 *
 * @param pattern  the template of each part, except for id and recipient; its own id is that of the fan-out
 * @param audience the recipients
 */
public record FanOut(Notification pattern, Audience audience) {

    /** Returns the id of the fan-out. */
    public NotificationId id() {
        return pattern.id();
    }

    /** Returns the tenant that it belongs to. */
    public TenantId tenant() {
        return pattern.to().tenant();
    }

    UserRef person(UserId user) {
        return new UserRef(tenant(), user);
    }

    /** Returns the part of a user who is asked alone, or with all the others from the beginning. */
    Notification part(UserId user, int shard) {
        return part(id().part(user.value(), shard), user, circle());
    }

    /**
     * Returns the part of a user who is asked when the notification escalates to everyone: a different one than before,
     * because the earlier part of a skipped user was lost. A user id contains no colon.
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

    private Notification part(NotificationId part, UserId user, GroupRole role) {
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
                new Origin.Part(id(), audience.isWatched(), role));
    }
}
