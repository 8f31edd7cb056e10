package dev.oneping.delivery;

import dev.oneping.model.NotificationId;
import java.time.Instant;

/**
 * The instant at which a move in a notification's life is looked for.
 *
 * @param id     which notification
 * @param expiry when it expires; no timer runs longer
 * @param now    the instant
 */
public record TransitionContext(NotificationId id, Instant expiry, Instant now) {

    Instant notAfterExpiry(Instant due) {
        return due.isBefore(expiry) ? due : expiry;
    }
}
