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
 * What is appended to the log, told on each node as it happens. One read follows the log for all who listen, and is begun when
 * the first of them must know; what it costs grows with what happens and not with who listens.
 */
@Singleton
public class EventTail {

    private final EventLog log;
    private final Shards shards;
    private final StreamTail tail;
    private final List<Consumer<Map<String, String>>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Uni<Void> following;

    /** Follows nothing yet. */
    public EventTail(EventLog log, Shards shards, StreamTail tail) {
        this.log = log;
        this.shards = shards;
        this.tail = tail;
    }

    /** Tells the fields of each entry, for as long as the node lives, on an event loop. Whoever is told must be quick. */
    public void listen(Consumer<Map<String, String>> listener) {
        listeners.add(listener);
    }

    /** When the answer is there, nothing that is appended later can be missed by one who listens. */
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
