package dev.oneping.presence.session;

import dev.oneping.presence.person.Session;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a reconnecting client, so that its new session replaces the stale one.
 *
 * @param epoch   the identity under which the client can resume later; null if it cannot
 * @param earlier the identity of its previous session; null if it is new
 */
public record ResumeIdentity(
        @Nullable String epoch, @Nullable String earlier) {

    /** The identity of a client that is new and cannot resume. */
    public static final ResumeIdentity NONE = new ResumeIdentity(null, null);

    /** Returns whether this client had that session before. */
    boolean replaces(Session old) {
        return earlier != null && earlier.equals(old.epoch());
    }
}
