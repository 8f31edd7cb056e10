package dev.oneping.presence;

import org.jspecify.annotations.Nullable;

/**
 * By what a client is recognised that comes back by another connection before anybody has noticed that its old one is dead.
 *
 * @param epoch   what it goes on with from here on; null if it cannot come back
 * @param earlier what it went on with when it was here last; null if it is new
 */
public record ResumeIdentity(
        @Nullable String epoch, @Nullable String earlier) {

    /** Of a client that is new and cannot come back. */
    public static final ResumeIdentity NONE = new ResumeIdentity(null, null);

    /** Whether this client had that session before. */
    boolean replaces(Session old) {
        return earlier != null && earlier.equals(old.epoch());
    }
}
