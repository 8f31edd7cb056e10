package dev.oneping.watch;

import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.VisiblePresenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Refreshes all watches each {@link WatchConfig#refresh()}, while there are any: permissions, group members, and the
 * visible presence, in case an event was lost with Redis.
 */
final class WatchRefresher {

    private static final Logger LOG = Logger.getLogger(WatchRefresher.class);

    private final PresencePermissions permissions;
    private final GroupStore groups;
    private final VisiblePresenceStore seen;
    private final WatchRegistry registry;
    private final WatchNotifier notifier;
    private final WatchConfig config;
    private final DelayedExecution later;
    /** True while a refresh is scheduled or running; guarded by this. */
    private boolean running;

    WatchRefresher(
            PresencePermissions permissions,
            GroupStore groups,
            VisiblePresenceStore seen,
            WatchRegistry registry,
            WatchNotifier notifier,
            WatchConfig config,
            DelayedExecution later) {
        this.permissions = permissions;
        this.groups = groups;
        this.seen = seen;
        this.registry = registry;
        this.notifier = notifier;
        this.config = config;
        this.later = later;
    }

    /** Starts refreshing, if it is not running. */
    synchronized void begin() {
        if (!running) {
            running = true;
            later.after(config.refresh(), this::refresh);
        }
    }

    private synchronized void again() {
        running = !registry.isEmpty();
        if (running) {
            later.after(config.refresh(), this::refresh);
        }
    }

    private void refresh() {
        sequentially(registry.watches(), this::permitted)
                .chain(() -> sequentially(registry.groups(), this::members))
                .invoke(() -> registry.people().forEach(notifier::changed))
                .subscribe()
                .with(done -> again(), failure -> {
                    LOG.debugf("watch refresh failed, will be retried: %s", failure.getMessage());
                    again();
                });
    }

    private Uni<Void> permitted(Watch watch) {
        return permissions
                .refused(watch.owner(), watch.all())
                .invoke(refusal -> {
                    if (!refusal.isNone()) {
                        watch.end(refusal.request());
                        registry.leave(watch, refusal.request());
                        watch.signal();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> members(WatchedGroup group) {
        return groups.find(group.tenant, group.id).chain(found -> {
            Group now = found.orElse(null);
            if (!registry.members(group, now)) {
                return Uni.createFrom().voidItem();
            }
            List<UserRef> people = now == null
                    ? List.of()
                    : now.members().stream()
                            .map(user -> new UserRef(group.tenant, user))
                            .toList();
            return seen.load(people)
                    .invoke(states -> {
                        registry.first(people, states);
                        registry.updateAll(group).forEach(Watch::signal);
                    })
                    .replaceWithVoid();
        });
    }

    /** Processes the items one after the other, since there is no hurry. */
    private static <T> Uni<Void> sequentially(List<T> all, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
