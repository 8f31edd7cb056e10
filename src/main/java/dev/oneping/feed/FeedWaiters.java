package dev.oneping.feed;

import dev.oneping.events.EventTail;
import dev.oneping.events.WaiterQueue;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;

/** The readers that wait for the next event of their tenant. */
@Singleton
class FeedWaiters {

    private final EventTail tail;
    private final WaiterQueue<TenantId> line = new WaiterQueue<>();

    FeedWaiters(EventTail tail) {
        this.tail = tail;
        tail.listen(this::wake);
    }

    /**
     * Completes when the tail of the log is followed: from then on, a reader that joins before reading misses no later
     * event.
     */
    Uni<Void> ready() {
        return tail.ready();
    }

    /** Registers a waiter, before reading, so that no event is missed between reading and waiting. */
    WaiterQueue<TenantId>.Waiter join(TenantId tenant) {
        return line.join(tenant);
    }

    /** Returns the number of waiting readers. */
    int count() {
        return line.count();
    }

    private void wake(Map<String, String> entry) {
        String user = entry.get("user");
        if (user != null && !line.isEmpty()) {
            line.wake(UserRef.parse(user).tenant());
        }
    }
}
