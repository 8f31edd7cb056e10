package dev.oneping.presence.watch;

import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.model.UserRef;
import dev.oneping.presence.VisiblePresenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Looks each {@link WatchConfig#refresh()}, for as long as anybody watches, whether what is watched still may be, who is in
 * the groups by now, and how everybody is seen, in case an event was lost with a Redis.
 */
final class WatchRefresher {

    private static final Logger LOG = Logger.getLogger(WatchRefresher.class);

    private final PresencePermissions permits;
    private final GroupStore groups;
    private final VisiblePresenceStore seen;
    private final WatchRegistry roster;
    private final WatchNotifier rounds;
    private final WatchConfig config;
    private final DelayedExecution later;
    /** Guarded by this. */
    private boolean running;

    WatchRefresher(
            PresencePermissions permits,
            GroupStore groups,
            VisiblePresenceStore seen,
            WatchRegistry roster,
            WatchNotifier rounds,
            WatchConfig config,
            DelayedExecution later) {
        this.permits = permits;
        this.groups = groups;
        this.seen = seen;
        this.roster = roster;
        this.rounds = rounds;
        this.config = config;
        this.later = later;
    }

    /** Somebody watches. */
    synchronized void begin() {
        if (!running) {
            running = true;
            later.after(config.refresh(), this::sweep);
        }
    }

    private synchronized void again() {
        running = !roster.isEmpty();
        if (running) {
            later.after(config.refresh(), this::sweep);
        }
    }

    private void sweep() {
        one(roster.watches(), this::permitted)
                .chain(() -> one(roster.groups(), this::members))
                .invoke(() -> roster.people().forEach(rounds::changed))
                .subscribe()
                .with(done -> again(), failure -> {
                    LOG.debugf("what is watched is looked at later: %s", failure.getMessage());
                    again();
                });
    }

    private Uni<Void> permitted(Watch watch) {
        return permits.refused(watch.owner(), watch.all())
                .invoke(refusal -> {
                    if (!refusal.isNone()) {
                        watch.end(refusal.wish());
                        roster.leave(watch, refusal.wish());
                        watch.tell();
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> members(WatchedGroup group) {
        return groups.find(group.tenant, group.id).chain(found -> {
            Group now = found.orElse(null);
            if (!roster.members(group, now)) {
                return Uni.createFrom().voidItem();
            }
            List<UserRef> people = now == null
                    ? List.of()
                    : now.members().stream()
                            .map(user -> new UserRef(group.tenant, user))
                            .toList();
            return seen.load(people)
                    .invoke(states -> {
                        roster.first(people, states);
                        roster.tellAnew(group).forEach(Watch::tell);
                    })
                    .replaceWithVoid();
        });
    }

    /** One after the other, for there is no hurry. */
    private static <T> Uni<Void> one(List<T> all, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
