package dev.oneping.connection;

import java.util.concurrent.CompletionStage;

/** A transport that sends asynchronously through an intermediary, so written frames may still be on the way. */
public interface FlushableTransport {

    /** Completes, never with a failure, when everything written has been sent or abandoned. */
    CompletionStage<Void> sent();
}
