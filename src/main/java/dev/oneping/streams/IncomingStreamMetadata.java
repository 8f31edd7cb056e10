package dev.oneping.streams;

/**
 * Where a received message comes from.
 *
 * @param stream     the key of its stream
 * @param partition  the number of that stream among the channel's streams, from 0
 * @param id         its id in the stream, {@code millis-sequence}; ids of one stream grow
 * @param deliveries how often it was given to a consumer, this time included; 1 unless something went wrong before
 */
public record IncomingStreamMetadata(String stream, int partition, String id, int deliveries) {}
