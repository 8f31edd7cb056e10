package dev.oneping.delivery;

import dev.oneping.model.NotificationId;

/**
 * A notification that ended because a newer one supersedes it, and that its device shows until the target of the newer
 * one is known.
 *
 * @param id      the notification
 * @param version the version of the state that ended it
 * @param shown   the attempt that shows it
 */
public record Superseded(NotificationId id, long version, Attempt shown) {

    /** The reason of its retraction. */
    static final String REPLACED = "replaced";

    /** Returns the retraction for its device. */
    Retraction retraction() {
        return new Retraction(id, version, REPLACED);
    }
}
