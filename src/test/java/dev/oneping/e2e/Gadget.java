package dev.oneping.e2e;

import com.fasterxml.jackson.databind.JsonNode;

/** A device on whatever transport: says frames, and waits for those that it is told. */
interface Gadget extends AutoCloseable {

    /** Says a frame; apostrophes stand for quotation marks. */
    Gadget send(String frame);

    /** Waits for a frame of that type that was not asked for before. */
    JsonNode await(String type);

    /** Says goodbye. */
    @Override
    void close();
}
