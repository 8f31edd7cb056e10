package dev.oneping.connection.grip;

/** The result of publishing an item. */
enum PublishResult {
    /** The proxy accepted it, which does not imply that a client has received it. */
    TAKEN,
    /** The proxy rejects it permanently. */
    REFUSED,
    /** The proxy was not reached, or its queue was full. */
    FAILED
}
