package dev.oneping.events;

import dev.oneping.redis.Shards;
import dev.oneping.redis.StreamTail;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notifies listeners on this node of each entry as it is appended to the log. A single blocking read serves all
 * listeners and starts when the first one needs it; its cost grows with the number of events, not of listeners.
 */
@Singleton
public class EventTail {

    private final EventLog log;
    private final Shards shards;
    private final StreamTail tail;
    private final List<Consumer<Map<String, String>>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Uni<Void> following;

    /** Creates a tail that does not read yet. */
    public EventTail(EventLog log, Shards shards, StreamTail tail) {
        this.log = log;
        this.shards = shards;
        this.tail = tail;
    }

    /**
     * Registers a listener for the fields of each entry, for the lifetime of the node. It is called on an event loop
     * and must not block.
     */
    public void listen(Consumer<Map<String, String>> listener) {
        listeners.add(listener);
    }

    /** Starts reading if necessary. Once it completes, listeners miss nothing that is appended later. */
    public Uni<Void> ready() {
        Uni<Void> begun = following;
        return begun != null ? begun : begin();
    }

    private synchronized Uni<Void> begin() {
        Uni<Void> begun = following;
        if (begun == null) {
            List<String> keys = shards.all().stream().map(log::key).toList();
            begun = tail.follow(keys, (key, entry) -> listeners.forEach(listener -> listener.accept(entry)))
                    .onFailure()
                    .invoke(() -> following = null)
                    .memoize()
                    .indefinitely();
            following = begun;
        }
        return begun;
    }
}
