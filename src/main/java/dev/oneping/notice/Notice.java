package dev.oneping.notice;

/**
 * One version of a notice.
 *
 * @param version  grows with each change
 * @param document JSON on one line; the JSON {@code null} if the notice was removed
 */
record Notice(long version, String document) {

    /** The value of a notice that never existed. */
    static final Notice NONE = new Notice(0, "null");

    /** Returns its ETag. */
    String etag() {
        return "\"" + version + "\"";
    }

    /** Returns it as a server-sent event. */
    String event() {
        return "id: " + version + "\nevent: notice\ndata: " + document + "\n\n";
    }
}
