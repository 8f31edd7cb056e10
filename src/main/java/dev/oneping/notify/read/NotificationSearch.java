package dev.oneping.notify.read;

import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.events.EventId;
import dev.oneping.events.LoggedEvent;
import dev.oneping.events.NewestReader;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.Idempotency;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds a tenant's notifications, the newest first. There is no index of a tenant's notifications, which each one would have to
 * pay for: those of a user are in the user's inbox, and the others are named by the events {@code notification.accepted} of the
 * log. A search therefore reaches back as far as the log.
 */
@Singleton
class NotificationSearch {

    private static final String ACCEPTED = "notification.accepted";
    private static final Pattern NAMED = Pattern.compile("\"notification\":\"(ntf_[0-9a-z]+)\"");

    /** The pages of the log that one search reads at most. */
    private static final int PAGES = 4;

    private final NotificationStore store;
    private final Inbox inbox;
    private final Idempotency idempotency;
    private final NotificationFinder finder;
    private final NewestReader log;
    private final Shards shards;

    NotificationSearch(
            NotificationStore store,
            Inbox inbox,
            Idempotency idempotency,
            NotificationFinder finder,
            NewestReader log,
            Shards shards) {
        this.store = store;
        this.inbox = inbox;
        this.idempotency = idempotency;
        this.finder = finder;
        this.log = log;
        this.shards = shards;
    }

    /** Returns the notification that was sent with an idempotency key, if it is still kept and matches. */
    Uni<Result> withKey(TenantId tenant, String key, Predicate<NotificationView> wanted) {
        return idempotency
                .find(tenant, key)
                .chain(found -> found.map(id -> finder.find(tenant, id))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .map(found -> new Result(found.filter(wanted).stream().toList(), null));
    }

    /** Returns a page of a user's notifications, of those that the inbox keeps. */
    Uni<Result> ofUser(UserRef user, @Nullable NotificationId before, int limit, Predicate<NotificationView> wanted) {
        return inbox.read(user, before, limit + 1, wanted).map(found -> {
            boolean hasMore = found.size() > limit;
            List<NotificationView> page = hasMore ? found.subList(0, limit) : found;
            return new Result(page, hasMore ? page.getLast().id() : null);
        });
    }

    /**
     * Returns a page of a tenant's notifications. A page may have fewer than the limit and a next one, if few matched of those
     * that one request may read.
     */
    Uni<Result> ofTenant(
            TenantId tenant, @Nullable EventId before, Instant since, int limit, Predicate<NotificationView> wanted) {
        return ofTenant(tenant, before, since, limit, wanted, new ArrayList<>(), PAGES);
    }

    private Uni<Result> ofTenant(
            TenantId tenant,
            @Nullable EventId before,
            Instant since,
            int limit,
            Predicate<NotificationView> wanted,
            List<NotificationView> found,
            int pages) {
        Predicate<LoggedEvent> accepted =
                event -> event.type().equals(ACCEPTED) && event.user().tenant().equals(tenant);
        return log.read(tenant, shards.all(), before, since, limit - found.size(), accepted)
                .chain(page -> views(tenant, page.events()).chain(views -> {
                    views.stream().filter(wanted).forEach(found::add);
                    EventId next = page.next().orElse(null);
                    boolean isOver = next == null || found.size() >= limit || pages == 1;
                    return isOver
                            ? Uni.createFrom().item(new Result(found, next == null ? null : next.value()))
                            : ofTenant(tenant, next, since, limit, wanted, found, pages - 1);
                }));
    }

    /** Returns the notifications that events name, without those that have expired. */
    private Uni<List<NotificationView>> views(TenantId tenant, List<LoggedEvent> events) {
        List<NotificationId> ids = events.stream()
                .map(event -> NAMED.matcher(event.data()))
                .filter(Matcher::find)
                .map(named -> new NotificationId(named.group(1)))
                .toList();
        return ids.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(ids.stream().map(id -> store.find(tenant, id)).toList())
                        .andFailFast()
                        .map(all -> all.stream()
                                .flatMap(Optional::stream)
                                .map(NotificationView::of)
                                .toList());
    }

    /**
     * A page of notifications.
     *
     * @param next the cursor of the next page; null on the last
     */
    record Result(List<NotificationView> page, @Nullable String next) {}
}
