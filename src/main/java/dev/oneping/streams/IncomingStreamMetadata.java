package dev.oneping.streams;

/**
 * The origin of a received message.
 *
 * @param stream     the key of its stream
 * @param partition  the number of that stream among the channel's streams, from 0
 * @param id         its id in the stream, {@code millis-sequence}; ids of one stream grow
 * @param deliveries the number of deliveries to consumers including this one; 1 unless an earlier one failed
 */
public record IncomingStreamMetadata(String stream, int partition, String id, int deliveries) {}
