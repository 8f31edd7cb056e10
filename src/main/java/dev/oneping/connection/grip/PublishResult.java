package dev.oneping.connection.grip;

/** What became of an item that was to be published. */
enum PublishResult {
    /** The proxy has taken it, which says nothing of whether a client has it. */
    TAKEN,
    /** The proxy will never take it. */
    REFUSED,
    /** The proxy was not reached, or its queue was full. */
    FAILED
}
