package dev.oneping.watch;

import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.VisiblePresenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Watches of other users' presence by sessions of this node. After an event the visible presence is read once for all
 * watchers and then sent to each; so the cost of reads grows with the number of watched users and not of watchers, and
 * watchers may be on any node.
 */
@Singleton
public class WatchService {

    private final PresencePermissions permissions;
    private final PresenceChangeFeed changes;
    private final VisiblePresenceStore seen;
    private final GroupStore groups;
    private final WatchConfig config;
    private final WatchRegistry registry;
    private final WatchNotifier notifier;
    private final WatchRefresher refresher;

    @Inject
    WatchService(
            PresencePermissions permissions,
            PresenceChangeFeed changes,
            VisiblePresenceStore seen,
            GroupStore groups,
            WatchConfig config) {
        this(permissions, changes, seen, groups, config, DelayedExecution.ON_THE_CLOCK);
    }

    WatchService(
            PresencePermissions permissions,
            PresenceChangeFeed changes,
            VisiblePresenceStore seen,
            GroupStore groups,
            WatchConfig config,
            DelayedExecution later) {
        this.permissions = permissions;
        this.changes = changes;
        this.seen = seen;
        this.groups = groups;
        this.config = config;
        this.registry = new WatchRegistry(config, changes, this::changed);
        this.notifier = new WatchNotifier(registry, seen, config, later);
        this.refresher = new WatchRefresher(permissions, groups, seen, registry, notifier, config, later);
    }

    private void changed(WatchedPerson person) {
        notifier.changed(person);
    }

    /**
     * Creates the watches of a session, empty at first.
     *
     * @param onUpdate called on any thread when there is something to {@link Watch#take}; must be quick
     */
    public Watch open(UserRef owner, Runnable onUpdate) {
        return new Watch(owner, onUpdate, config.deltas());
    }

    /**
     * Adds watches. Until {@link Watch#answered} is called no updates are sent, so that the answer comes first.
     *
     * @return the current presence, or the reason for the rejection; then nothing has changed
     */
    public Uni<Outcome> add(Watch watch, WatchRequest request) {
        watch.answering();
        WatchRequest before = watch.all();
        WatchRequest more = minus(request, before);
        Optional<Outcome> tooMany = tooMany(before, more);
        return tooMany.isPresent()
                ? Uni.createFrom().item(tooMany.get())
                : permissions
                        .refused(watch.owner(), request)
                        .chain(refusal -> refusal.isNone()
                                ? changes.ready().chain(() -> join(watch, request, more))
                                : Uni.createFrom().item(new Outcome.Refused(refusal.sentence())));
    }

    /** Removes watches. Unknown ones are ignored. */
    public void remove(Watch watch, WatchRequest request) {
        watch.remove(request);
        registry.leave(watch, request);
    }

    /** Removes all watches of an ended session. */
    public void close(Watch watch) {
        watch.close();
        registry.leave(watch, watch.all());
    }

    /** Returns the number of watched users on this node. */
    int people() {
        return registry.people().size();
    }

    private Uni<Outcome> join(Watch watch, WatchRequest request, WatchRequest more) {
        if (!watch.add(more)) {
            return Uni.createFrom().item(new Outcome.Refused("the session has ended"));
        }
        return read(watch, more).chain(members -> {
            Optional<String> full = registry.join(watch, more.users());
            for (int i = 0; full.isEmpty() && i < more.groups().size(); i++) {
                full = registry.join(watch, more.groups().get(i), members.get(i).orElse(null));
            }
            if (full.isPresent() || !watch.add(WatchRequest.NOTHING)) {
                remove(watch, more);
                return Uni.createFrom().item(new Outcome.Full(full.orElse("the session has ended")));
            }
            // Watches removed in the meantime must not stay for ever.
            registry.leave(watch, minus(more, watch.all()));
            refresher.begin();
            return readUnseen(watch, request, members)
                    .map(ignored ->
                            new Outcome.Watching(registry.snapshot(watch.owner().tenant(), request)));
        });
    }

    private Uni<List<Optional<Group>>> read(Watch watch, WatchRequest request) {
        return Multi.createFrom()
                .iterable(request.groups())
                .onItem()
                .transformToUniAndConcatenate(id -> groups.find(watch.owner().tenant(), id))
                .collect()
                .asList();
    }

    /** Reads users without a known presence, now that none of their events can be missed. */
    private Uni<Void> readUnseen(Watch watch, WatchRequest request, List<Optional<Group>> members) {
        Set<UserId> all = new LinkedHashSet<>(request.users());
        members.forEach(group -> group.ifPresent(it -> all.addAll(it.members())));
        List<UserRef> people = all.stream()
                .map(user -> new UserRef(watch.owner().tenant(), user))
                .toList();
        return seen.load(people).invoke(found -> registry.first(people, found)).replaceWithVoid();
    }

    private Optional<Outcome> tooMany(WatchRequest before, WatchRequest more) {
        if (before.users().size() + more.users().size() > config.users()) {
            return Optional.of(new Outcome.Full("a session may watch " + config.users() + " users by id"));
        }
        return before.groups().size() + more.groups().size() > config.groups()
                ? Optional.of(new Outcome.Full("a session may watch " + config.groups() + " groups"))
                : Optional.empty();
    }

    private static WatchRequest minus(WatchRequest request, WatchRequest known) {
        List<UserId> users = new ArrayList<>(request.users());
        users.removeAll(known.users());
        List<GroupId> ids = new ArrayList<>(request.groups());
        ids.removeAll(known.groups());
        return new WatchRequest(users, ids);
    }

    /** The result of a watch request. */
    public sealed interface Outcome {

        /** The watches are active; contains the current presence. */
        record Watching(PresenceDelta seen) implements Outcome {}

        /** The request is not allowed. */
        record Refused(String sentence) implements Outcome {}

        /** The request exceeds a limit. */
        record Full(String sentence) implements Outcome {}
    }
}
