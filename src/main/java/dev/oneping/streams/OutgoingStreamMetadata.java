package dev.oneping.streams;

/**
 * Overrides the channel's stream for one message.
 *
 * @param stream the key of that stream
 */
public record OutgoingStreamMetadata(String stream) {

    /** Rejects a blank key. */
    public OutgoingStreamMetadata {
        if (stream.isBlank()) {
            throw new IllegalArgumentException("stream must not be blank");
        }
    }
}
