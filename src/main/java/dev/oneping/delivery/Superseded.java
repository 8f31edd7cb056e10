package dev.oneping.delivery;

import dev.oneping.model.NotificationId;

/**
 * A notification that has ended because a newer one takes its place, and that its device shows for as long as it is not known
 * where the newer one goes.
 *
 * @param id      which one
 * @param version the version of its life that ended it
 * @param shown   where it is shown
 */
public record Superseded(NotificationId id, long version, Attempt shown) {

    /** Why it is taken away. */
    static final String REPLACED = "replaced";

    /** Word of that for its device. */
    Retraction retraction() {
        return new Retraction(id, version, REPLACED);
    }
}
