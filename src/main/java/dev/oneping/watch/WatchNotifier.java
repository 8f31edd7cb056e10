package dev.oneping.watch;

import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.store.VisiblePresenceStore;
import dev.oneping.redis.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Notifies watchers in batches. Changes within {@link WatchConfig#settle()} are read and sent together; a large group
 * is sent at most once per {@link WatchConfig#interval()}. So the rate of frames to a watcher is bounded, whatever the
 * rate of changes.
 */
final class WatchNotifier {

    private static final Logger LOG = Logger.getLogger(WatchNotifier.class);

    private final WatchRegistry registry;
    private final VisiblePresenceStore store;
    private final WatchConfig config;
    private final DelayedExecution later;
    /** The users to read next; guarded by itself. */
    private final Set<WatchedPerson> changed = new LinkedHashSet<>();

    /** True while a batch is scheduled or running; guarded by {@link #changed}. */
    private boolean busy;

    WatchNotifier(WatchRegistry registry, VisiblePresenceStore store, WatchConfig config, DelayedExecution later) {
        this.registry = registry;
        this.store = store;
        this.config = config;
        this.later = later;
    }

    /** Schedules a user whose visible presence may have changed. */
    void changed(WatchedPerson person) {
        synchronized (changed) {
            changed.add(person);
            if (busy) {
                return;
            }
            busy = true;
        }
        later.after(config.settle(), this::batch);
    }

    private void batch() {
        List<WatchedPerson> people;
        synchronized (changed) {
            people = List.copyOf(changed);
            changed.clear();
        }
        List<UserRef> refs = people.stream().map(person -> person.user).toList();
        store.load(refs).subscribe().with(seen -> notifyWatchers(people, seen), failure -> {
            // They stay pending, and are read again until Redis responds.
            LOG.debugf("watch updates are delayed: %s", failure.getMessage());
            synchronized (changed) {
                changed.addAll(people);
            }
            next();
        });
    }

    private void notifyWatchers(List<WatchedPerson> people, List<Seen> seen) {
        try {
            Set<Watch> watchers = new LinkedHashSet<>();
            List<WatchedGroup> due = new ArrayList<>();
            for (int i = 0; i < people.size(); i++) {
                WatchRegistry.Effects effects = registry.see(people.get(i), seen.get(i));
                watchers.addAll(effects.watchers());
                due.addAll(effects.due());
            }
            due.forEach(this::notifyWhenDue);
            watchers.forEach(Watch::signal);
        } finally {
            next();
        }
    }

    private void next() {
        synchronized (changed) {
            if (changed.isEmpty()) {
                busy = false;
                return;
            }
        }
        later.after(config.settle(), this::batch);
    }

    private void notifyWhenDue(WatchedGroup group) {
        Duration since = Duration.ofNanos(Time.nanoTime() - group.updatedAt);
        later.after(config.interval().minus(since), () -> registry.update(group).forEach(Watch::signal));
    }
}
