package dev.oneping.streams;

/**
 * Sends one message to another stream than the channel's.
 *
 * @param stream the key of that stream
 */
public record OutgoingStreamMetadata(String stream) {

    /** Refuses an empty key. */
    public OutgoingStreamMetadata {
        if (stream.isBlank()) {
            throw new IllegalArgumentException("stream must not be blank");
        }
    }
}
