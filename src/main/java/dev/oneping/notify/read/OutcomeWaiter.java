package dev.oneping.notify.read;

import dev.oneping.events.EventTail;
import dev.oneping.events.WaiterQueue;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Lets callers wait for the outcome of a notification. */
@Singleton
public class OutcomeWaiter {

    private static final String FIELD = "\"notification\":\"";

    /** The polling interval of a fan-out, which has no events of its own. */
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final NotificationFinder finder;
    private final EventTail tail;
    private final WaiterQueue<String> line = new WaiterQueue<>();

    OutcomeWaiter(NotificationFinder finder, EventTail tail) {
        this.finder = finder;
        this.tail = tail;
        tail.listen(this::wake);
    }

    /**
     * Returns the notification as soon as the preference is met, or when the time is over; empty if it does not exist.
     */
    public Uni<Optional<NotificationView>> await(TenantId tenant, NotificationId id, PreferHeader prefer) {
        long until = Time.nanoTime() + prefer.length().toNanos();
        return tail.ready().chain(() -> await(tenant, id, prefer, until));
    }

    private Uni<Optional<NotificationView>> await(TenantId tenant, NotificationId id, PreferHeader prefer, long until) {
        WaiterQueue<String>.Waiter place = line.join(id.value());
        return finder.find(tenant, id)
                .chain(found -> {
                    Duration left = Duration.ofNanos(until - Time.nanoTime());
                    if (found.isEmpty() || prefer.isMetBy(found.get()) || !left.isPositive()) {
                        return Uni.createFrom().item(found);
                    }
                    boolean isFanOut = found.get().fanOut() != null;
                    return place.await(isFanOut && left.compareTo(POLL_INTERVAL) > 0 ? POLL_INTERVAL : left)
                            .chain(() -> await(tenant, id, prefer, until));
                })
                .onTermination()
                .invoke(place::close);
    }

    /** Returns the number of waiting callers. */
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
