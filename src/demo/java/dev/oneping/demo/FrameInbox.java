package dev.oneping.demo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Received frames by name, which can be awaited before or after they arrive. Only the first of a name is kept.
 * Thread-safe.
 */
final class FrameInbox<T> {

    /** Far longer than any step of the scenario takes on a machine that is not overloaded. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ConcurrentMap<String, CompletableFuture<T>> named = new ConcurrentHashMap<>();

    void bring(String name, T thing) {
        named(name).complete(thing);
    }

    /**
     * Waits for the frame with a name.
     *
     * @param otherwise what has not happened if it does not come in time, as a sentence without its full stop
     * @throws StoryStopped if it does not arrive
     */
    T await(String name, String otherwise) {
        try {
            return named(name).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StoryStopped(otherwise + " within " + PATIENCE.toSeconds() + " seconds.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryStopped("The demo was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing here is completed with an exception", e);
        }
    }

    private CompletableFuture<T> named(String name) {
        return named.computeIfAbsent(name, unused -> new CompletableFuture<>());
    }
}
