package dev.oneping.client;

/** Fetches a device token from the app's server. May block; called by one thread at a time. */
@FunctionalInterface
public interface TokenSource {

    /**
     * Returns a token.
     *
     * @throws Refused   to stop for good, for example after a sign-out
     * @throws Exception for anything else: it is tried again later
     */
    String get() throws Exception;

    /** The app wants no connection any more. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }
}
