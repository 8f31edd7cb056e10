package dev.oneping.notify;

import dev.oneping.events.EventTail;
import dev.oneping.events.WaiterQueue;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Callers that wait for what becomes of a notification. */
@Singleton
class OutcomeWaiter {

    private static final String FIELD = "\"notification\":\"";

    /** A whole has no events of its own; it is looked at so often. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final NotificationFinder views;
    private final EventTail tail;
    private final WaiterQueue<String> line = new WaiterQueue<>();

    OutcomeWaiter(NotificationFinder views, EventTail tail) {
        this.views = views;
        this.tail = tail;
        tail.listen(this::wake);
    }

    /** The notification as soon as the preference is met, and else when the time is over; none if there is no such. */
    Uni<Optional<NotificationView>> await(TenantId tenant, NotificationId id, PreferHeader wish) {
        long until = System.nanoTime() + wish.length().toNanos();
        return tail.ready().chain(() -> await(tenant, id, wish, until));
    }

    private Uni<Optional<NotificationView>> await(TenantId tenant, NotificationId id, PreferHeader wish, long until) {
        WaiterQueue<String>.Place place = line.join(id.value());
        return views.find(tenant, id)
                .chain(found -> {
                    Duration left = Duration.ofNanos(until - System.nanoTime());
                    if (found.isEmpty() || wish.isMetBy(found.get()) || !left.isPositive()) {
                        return Uni.createFrom().item(found);
                    }
                    boolean whole = found.get().fanOut() != null;
                    return place.await(whole && left.compareTo(LOOK) > 0 ? LOOK : left)
                            .chain(() -> await(tenant, id, wish, until));
                })
                .onTermination()
                .invoke(place::close);
    }

    /** How many wait. */
    int count() {
        return line.count();
    }

    private void wake(Map<String, String> entry) {
        String data = entry.get("data");
        if (line.isEmpty() || data == null) {
            return;
        }
        int field = data.indexOf(FIELD);
        if (field >= 0) {
            int from = field + FIELD.length();
            line.wake(data.substring(from, data.indexOf('"', from)));
        }
    }
}
