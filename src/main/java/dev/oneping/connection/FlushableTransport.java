package dev.oneping.connection;

import java.util.concurrent.CompletionStage;

/** A way to devices on which what was written is not gone at once, because somebody else takes it there. */
public interface FlushableTransport {

    /** Completes, never with a failure, when what has been written is gone, or given up. */
    CompletionStage<Void> sent();
}
