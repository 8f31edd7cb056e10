package dev.oneping.presence.watch;

import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.VisiblePresenceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The rounds in which watchers are told. Whatever changes within {@link WatchConfig#settle()} is read and told together;
 * a large group is told no more often than each {@link WatchConfig#interval()}. So the frames that a watcher gets are
 * bounded by time, however much happens.
 */
final class WatchNotifier {

    private static final Logger LOG = Logger.getLogger(WatchNotifier.class);

    private final WatchRegistry roster;
    private final VisiblePresenceStore store;
    private final WatchConfig config;
    private final DelayedExecution later;
    /** Guarded by itself. */
    private final Set<WatchedPerson> changed = new LinkedHashSet<>();

    /** Whether a round is coming or under way; guarded by {@link #changed}. */
    private boolean busy;

    WatchNotifier(WatchRegistry roster, VisiblePresenceStore store, WatchConfig config, DelayedExecution later) {
        this.roster = roster;
        this.store = store;
        this.config = config;
        this.later = later;
    }

    /** Somebody may be seen otherwise than before. */
    void changed(WatchedPerson person) {
        synchronized (changed) {
            changed.add(person);
            if (busy) {
                return;
            }
            busy = true;
        }
        later.after(config.settle(), this::round);
    }

    private void round() {
        List<WatchedPerson> people;
        synchronized (changed) {
            people = List.copyOf(changed);
            changed.clear();
        }
        List<UserRef> refs = people.stream().map(person -> person.user).toList();
        store.load(refs).subscribe().with(seen -> tell(people, seen), failure -> {
            // They stay to be told, and are read again until Redis answers.
            LOG.debugf("watchers are told later: %s", failure.getMessage());
            synchronized (changed) {
                changed.addAll(people);
            }
            next();
        });
    }

    private void tell(List<WatchedPerson> people, List<Seen> seen) {
        try {
            Set<Watch> watchers = new LinkedHashSet<>();
            List<WatchedGroup> due = new ArrayList<>();
            for (int i = 0; i < people.size(); i++) {
                WatchRegistry.Told told = roster.see(people.get(i), seen.get(i));
                watchers.addAll(told.watchers());
                due.addAll(told.due());
            }
            due.forEach(this::tellInTime);
            watchers.forEach(Watch::tell);
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
        later.after(config.settle(), this::round);
    }

    private void tellInTime(WatchedGroup group) {
        Duration since = Duration.ofNanos(System.nanoTime() - group.toldAt);
        later.after(config.interval().minus(since), () -> roster.tell(group).forEach(Watch::tell));
    }
}
