package dev.oneping.change;

/**
 * Thrown if a change lost too many races in a row. Nothing was written by it, so it can be repeated. Callers of the API
 * get 503; a worker leaves the work to its timer.
 */
public final class ContentionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ContentionException(String kind, int conflicts) {
        super("gave up a change of kind '" + kind + "' after " + conflicts + " conflicts", null, false, false);
    }
}
