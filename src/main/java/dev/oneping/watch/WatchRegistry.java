package dev.oneping.watch;

import dev.oneping.group.Group;
import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.redis.time.Time;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The watchers of each user and group on this node, with the last presence seen. All state is guarded by this object.
 * Methods never block and never call watchers; they return the watchers to notify.
 */
final class WatchRegistry {

    private final WatchConfig config;
    private final PresenceChangeFeed changes;
    private final Consumer<WatchedPerson> onEvent;
    private final Map<UserRef, WatchedPerson> people = new HashMap<>();
    private final Map<TenantId, Map<GroupId, WatchedGroup>> groups = new HashMap<>();

    /** @param onEvent called on each presence event of a watched user; must be quick */
    WatchRegistry(WatchConfig config, PresenceChangeFeed changes, Consumer<WatchedPerson> onEvent) {
        this.config = config;
        this.changes = changes;
        this.onEvent = onEvent;
    }

    /** Adds watches by user id; returns the exceeded limit, if any, and then nothing has changed. */
    synchronized Optional<String> join(Watch watch, List<UserId> users) {
        for (UserId user : users) {
            WatchedPerson known = people.get(new UserRef(watch.owner().tenant(), user));
            if (known != null && known.watchers.size() >= config.watchers() && !known.watchers.contains(watch)) {
                return Optional.of(
                        "'" + user + "' has reached the limit of " + config.watchers() + " watching sessions");
            }
        }
        if (people.size() + users.size() > config.people()) {
            return Optional.of("this node has reached the limit of " + config.people() + " watched users");
        }
        users.forEach(user -> person(watch.owner().tenant(), user).watchers.add(watch));
        return Optional.empty();
    }

    /** Adds a watch of a group; returns the exceeded limit, if any, and then nothing has changed. */
    synchronized Optional<String> join(Watch watch, GroupId id, @Nullable Group group) {
        WatchedGroup watched =
                groups.getOrDefault(watch.owner().tenant(), Map.of()).get(id);
        if (watched != null && watched.watchers.size() >= config.watchers() && !watched.watchers.contains(watch)) {
            return Optional.of("'" + id + "' has reached the limit of " + config.watchers() + " watching sessions");
        }
        if (group != null && people.size() + group.members().size() > config.people()) {
            return Optional.of("this node has reached the limit of " + config.people() + " watched users");
        }
        WatchedGroup joined = groups.computeIfAbsent(watch.owner().tenant(), ignored -> new HashMap<>())
                .computeIfAbsent(id, ignored -> new WatchedGroup(watch.owner().tenant(), id));
        if (joined.watchers.isEmpty()) {
            joined.updatedAt = Time.nanoTime();
        }
        joined.watchers.add(watch);
        members(joined, group);
        return Optional.empty();
    }

    /** Removes watches. */
    synchronized void leave(Watch watch, WatchRequest request) {
        TenantId tenant = watch.owner().tenant();
        request.users()
                .forEach(user -> Optional.ofNullable(people.get(new UserRef(tenant, user)))
                        .ifPresent(person -> {
                            person.watchers.remove(watch);
                            forget(person);
                        }));
        request.groups()
                .forEach(id -> Optional.ofNullable(
                                groups.getOrDefault(tenant, Map.of()).get(id))
                        .ifPresent(group -> {
                            group.watchers.remove(watch);
                            if (group.watchers.isEmpty()) {
                                populate(group, List.of());
                                groups.computeIfPresent(tenant, (ignored, left) -> {
                                    left.remove(id);
                                    return left.isEmpty() ? null : left;
                                });
                            }
                        }));
    }

    /** Updates the members of a group; returns whether they changed. */
    synchronized boolean members(WatchedGroup watched, @Nullable Group group) {
        long version = group == null ? 0 : group.version();
        if (watched.watchers.isEmpty() || watched.version == version) {
            return false;
        }
        watched.version = version;
        populate(watched, group == null ? List.of() : group.members());
        return true;
    }

    private void populate(WatchedGroup watched, List<UserId> names) {
        Map<UserId, WatchedPerson> before = new HashMap<>(watched.members);
        watched.members.clear();
        names.forEach(user -> {
            WatchedPerson member = person(watched.tenant, user);
            member.groups.add(watched);
            watched.members.put(user, member);
        });
        before.keySet().removeAll(names);
        watched.changed.keySet().removeAll(before.keySet());
        before.values().forEach(gone -> {
            gone.groups.remove(watched);
            forget(gone);
        });
    }

    /** Records a user's visible presence; returns the watchers to notify, and the groups that become due. */
    synchronized Effects see(WatchedPerson person, Seen seen) {
        if (seen.equals(person.last) || (person.last == null && seen.equals(Seen.NOBODY))) {
            person.last = seen;
            return Effects.NOBODY;
        }
        person.last = seen;
        UserId user = person.user.user();
        Set<Watch> watchers = new HashSet<>(person.watchers);
        List<WatchedGroup> due = new ArrayList<>();
        for (WatchedGroup group : person.groups) {
            if (isLarge(group)) {
                group.changed.put(user, seen);
                if (!group.isDue) {
                    group.isDue = true;
                    due.add(group);
                }
            } else {
                watchers.addAll(group.watchers);
            }
        }
        watchers.forEach(watch -> watch.see(user, seen));
        return new Effects(watchers, due);
    }

    /** Records the presence of users for whom none is known; one that has arrived by an event is newer. */
    synchronized void first(List<UserRef> users, List<Seen> seen) {
        for (int i = 0; i < users.size(); i++) {
            WatchedPerson person = people.get(users.get(i));
            if (person != null && person.last == null) {
                person.last = seen.get(i);
            }
        }
    }

    /** Hands the changes of a large group to its watchers; returns the watchers to notify. */
    synchronized Set<Watch> update(WatchedGroup group) {
        group.isDue = false;
        group.updatedAt = Time.nanoTime();
        GroupPresence seen = group.seen(false, config.interval());
        boolean partial = group.changed.size() > config.deltas();
        Map<UserId, Seen> since = partial ? Map.of() : Map.copyOf(group.changed);
        group.changed.clear();
        group.watchers.forEach(watch -> watch.see(partial ? seen.asPartial() : seen, since));
        return Set.copyOf(group.watchers);
    }

    /** Hands the complete state of a group with changed members to its watchers; returns the watchers to notify. */
    synchronized Set<Watch> updateAll(WatchedGroup group) {
        Map<UserId, Seen> all = new HashMap<>();
        if (!isLarge(group)) {
            group.members.forEach((user, member) -> all.put(user, member.seen()));
        }
        GroupPresence seen = snapshot(group);
        group.watchers.forEach(watch -> watch.see(seen, all));
        return Set.copyOf(group.watchers);
    }

    /** Returns everything seen of a request, for its answer. */
    synchronized PresenceDelta snapshot(TenantId tenant, WatchRequest request) {
        Map<UserId, Seen> seen = new LinkedHashMap<>();
        request.users()
                .forEach(user -> Optional.ofNullable(people.get(new UserRef(tenant, user)))
                        .ifPresent(person -> seen.put(user, person.seen())));
        List<GroupPresence> groupStates = new ArrayList<>();
        for (GroupId id : request.groups()) {
            WatchedGroup group = groups.getOrDefault(tenant, Map.of()).get(id);
            if (group != null) {
                groupStates.add(snapshot(group));
            }
            if (group != null && !isLarge(group)) {
                group.members.forEach((user, member) -> seen.put(user, member.seen()));
            }
        }
        List<VisiblePresence> all = seen.entrySet().stream()
                .map(each -> VisiblePresence.of(each.getKey(), each.getValue()))
                .toList();
        return new PresenceDelta(true, all, groupStates, WatchRequest.NOTHING);
    }

    /** Returns all watched users. */
    synchronized List<WatchedPerson> people() {
        return List.copyOf(people.values());
    }

    /** Returns all watched groups. */
    synchronized List<WatchedGroup> groups() {
        return groups.values().stream().flatMap(all -> all.values().stream()).toList();
    }

    /** Returns all watches. */
    synchronized List<Watch> watches() {
        return Stream.concat(
                        people.values().stream().flatMap(person -> person.watchers.stream()),
                        groups().stream().flatMap(group -> group.watchers.stream()))
                .distinct()
                .toList();
    }

    synchronized boolean isEmpty() {
        return people.isEmpty() && groups.isEmpty();
    }

    private GroupPresence snapshot(WatchedGroup group) {
        return isLarge(group) ? group.seen(false, config.interval()) : group.seen(true, null);
    }

    private boolean isLarge(WatchedGroup group) {
        return group.members.size() > config.groupEach();
    }

    private WatchedPerson person(TenantId tenant, UserId user) {
        return people.computeIfAbsent(new UserRef(tenant, user), ref -> {
            WatchedPerson person = new WatchedPerson(ref, onEvent);
            changes.listen(ref, person.listener);
            return person;
        });
    }

    private void forget(WatchedPerson person) {
        if (!person.isWatched()) {
            people.remove(person.user);
            changes.leave(person.user, person.listener);
        }
    }

    /**
     * The effects of a change.
     *
     * @param watchers the watchers with pending updates
     * @param due      the groups to be sent at the end of their interval
     */
    record Effects(Set<Watch> watchers, List<WatchedGroup> due) {
        static final Effects NOBODY = new Effects(Set.of(), List.of());
    }
}
