package dev.oneping.delivery.life;

import dev.oneping.model.NotificationId;
import java.time.Instant;

/**
 * The notification and the instant for which a transition is computed.
 *
 * @param id     the notification
 * @param expiry when it expires; no timer runs longer
 * @param now    the instant
 */
public record TransitionContext(NotificationId id, Instant expiry, Instant now) {

    Instant notAfterExpiry(Instant due) {
        return due.isBefore(expiry) ? due : expiry;
    }
}
