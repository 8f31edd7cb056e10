package dev.oneping.feed;

import dev.oneping.events.EventTail;
import dev.oneping.events.WaiterQueue;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;

/** Readers that wait for the next event of their tenant. */
@Singleton
class FeedWaiters {

    private final EventTail tail;
    private final WaiterQueue<TenantId> line = new WaiterQueue<>();

    FeedWaiters(EventTail tail) {
        this.tail = tail;
        tail.listen(this::wake);
    }

    /** When the answer is there, no event that comes later can be missed by a reader that waits after reading. */
    Uni<Void> ready() {
        return tail.ready();
    }

    /** Takes a place in the line, before reading, so that nothing falls between reading and waiting. */
    WaiterQueue<TenantId>.Waiter join(TenantId tenant) {
        return line.join(tenant);
    }

    /** How many readers wait. */
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
