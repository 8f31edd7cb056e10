package dev.oneping.presence.person;

import java.time.Instant;

/**
 * The period during which a session counts as present.
 *
 * @param endsAt when it ends unless refreshed. It is stored apart from the session, so that a refresh is one small
 *               write that conflicts with nothing
 */
public record Lease(Session session, Instant endsAt) {

    public boolean isOver(Instant now) {
        return !now.isBefore(endsAt);
    }
}
