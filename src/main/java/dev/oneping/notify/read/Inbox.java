package dev.oneping.notify.read;

import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the list of a user's notifications, newest first, one page at a time. */
@Singleton
class Inbox {

    private static final int LEAST_READ = 50;

    private final NotificationStore store;

    Inbox(NotificationStore store) {
        this.store = store;
    }

    /** Returns the number of a user's open notifications. */
    Uni<Long> open(UserRef user) {
        return store.countOpen(user);
    }

    /**
     * Returns up to the limit of matching notifications older than one; the list is bounded, so all of it may be
     * scanned.
     */
    Uni<List<NotificationView>> read(
            UserRef user, @Nullable NotificationId before, int limit, Predicate<NotificationView> wanted) {
        return read(user, before, limit, wanted, new ArrayList<>());
    }

    private Uni<List<NotificationView>> read(
            UserRef user,
            @Nullable NotificationId before,
            int limit,
            Predicate<NotificationView> wanted,
            List<NotificationView> found) {
        int atOnce = Math.max(limit, LEAST_READ);
        return store.inbox(user, before, atOnce)
                .chain(ids -> views(user, ids).chain(views -> {
                    views.stream().filter(wanted).limit(limit - found.size()).forEach(found::add);
                    return found.size() == limit || ids.size() < atOnce
                            ? Uni.createFrom().item(found)
                            : read(user, ids.getLast(), limit, wanted, found);
                }));
    }

    /** Returns those that still exist. */
    private Uni<List<NotificationView>> views(UserRef user, List<NotificationId> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Uni.join()
                .all(ids.stream().map(id -> store.find(user.tenant(), id)).toList())
                .andFailFast()
                .map(all -> all.stream()
                        .flatMap(it -> it.map(NotificationView::of).stream())
                        .toList());
    }
}
