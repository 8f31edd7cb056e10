package dev.oneping.demo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Things that come in by themselves, each under a name, and can be waited for whether they have come already or not. Only
 * the first of a name counts. Any thread may bring, any may wait.
 */
final class FrameInbox<T> {

    /** Far longer than anything in the story takes on a machine that is not overloaded. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ConcurrentMap<String, CompletableFuture<T>> named = new ConcurrentHashMap<>();

    void bring(String name, T thing) {
        named(name).complete(thing);
    }

    /**
     * Waits for what has that name.
     *
     * @param otherwise what has not happened if it does not come in time, as a sentence without its full stop
     * @throws StoryStopped if it does not come
     */
    T await(String name, String otherwise) {
        try {
            return named(name).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StoryStopped(otherwise + " within " + PATIENCE.toSeconds() + " seconds.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryStopped("The story was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing here is completed with an exception", e);
        }
    }

    private CompletableFuture<T> named(String name) {
        return named.computeIfAbsent(name, unused -> new CompletableFuture<>());
    }
}
