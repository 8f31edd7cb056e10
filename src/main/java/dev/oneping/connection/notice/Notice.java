package dev.oneping.connection.notice;

/**
 * One version of a notice.
 *
 * @param version  grows with each change
 * @param document JSON on one line; {@code null}, the JSON, where the notice was taken away
 */
record Notice(long version, String document) {

    /** What stands where there never was a notice. */
    static final Notice NONE = new Notice(0, "null");

    /** Its ETag. */
    String etag() {
        return "\"" + version + "\"";
    }

    /** As a server-sent event. */
    String event() {
        return "id: " + version + "\nevent: notice\ndata: " + document + "\n\n";
    }
}
