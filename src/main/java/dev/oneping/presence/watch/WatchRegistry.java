package dev.oneping.presence.watch;

import dev.oneping.group.Group;
import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
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
 * Who watches whom on this node, and what was seen of them last. All of it is guarded by this object. Nothing here waits
 * or calls a watcher: whoever is to be told is answered.
 */
final class WatchRegistry {

    private final WatchConfig config;
    private final PresenceChangeFeed news;
    private final Consumer<WatchedPerson> onEvent;
    private final Map<UserRef, WatchedPerson> people = new HashMap<>();
    private final Map<TenantId, Map<GroupId, WatchedGroup>> groups = new HashMap<>();

    /** @param onEvent is told whenever something was published of somebody who is watched; must be quick */
    WatchRegistry(WatchConfig config, PresenceChangeFeed news, Consumer<WatchedPerson> onEvent) {
        this.config = config;
        this.news = news;
        this.onEvent = onEvent;
    }

    /** Begins to watch by name; answers what there are too many of, if so, and then nothing has changed. */
    synchronized Optional<String> join(Watch watch, List<UserId> users) {
        for (UserId user : users) {
            WatchedPerson known = people.get(new UserRef(watch.owner().tenant(), user));
            if (known != null && known.watchers.size() >= config.watchers() && !known.watchers.contains(watch)) {
                return Optional.of("'" + user + "' is watched by as many sessions as may be, " + config.watchers());
            }
        }
        if (people.size() + users.size() > config.people()) {
            return Optional.of("this node watches as many people as it may, " + config.people());
        }
        users.forEach(user -> person(watch.owner().tenant(), user).watchers.add(watch));
        return Optional.empty();
    }

    /** Begins to watch a group; answers what there are too many of, if so, and then nothing has changed. */
    synchronized Optional<String> join(Watch watch, GroupId id, @Nullable Group group) {
        WatchedGroup watched =
                groups.getOrDefault(watch.owner().tenant(), Map.of()).get(id);
        if (watched != null && watched.watchers.size() >= config.watchers() && !watched.watchers.contains(watch)) {
            return Optional.of("'" + id + "' is watched by as many sessions as may be, " + config.watchers());
        }
        if (group != null && people.size() + group.members().size() > config.people()) {
            return Optional.of("this node watches as many people as it may, " + config.people());
        }
        WatchedGroup joined = groups.computeIfAbsent(watch.owner().tenant(), ignored -> new HashMap<>())
                .computeIfAbsent(id, ignored -> new WatchedGroup(watch.owner().tenant(), id));
        if (joined.watchers.isEmpty()) {
            joined.toldAt = System.nanoTime();
        }
        joined.watchers.add(watch);
        members(joined, group);
        return Optional.empty();
    }

    /** Watches no more. */
    synchronized void leave(Watch watch, WatchRequest wish) {
        TenantId tenant = watch.owner().tenant();
        wish.users()
                .forEach(user -> Optional.ofNullable(people.get(new UserRef(tenant, user)))
                        .ifPresent(person -> {
                            person.watchers.remove(watch);
                            forget(person);
                        }));
        wish.groups()
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

    /** Puts other members in the place of those before; answers whether they are others. */
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

    /** Takes note of what is seen of somebody now; answers whom to tell, and which groups come to be due. */
    synchronized Told see(WatchedPerson person, Seen seen) {
        if (seen.equals(person.last) || (person.last == null && seen.equals(Seen.NOBODY))) {
            person.last = seen;
            return Told.NOBODY;
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
        return new Told(watchers, due);
    }

    /** What is seen of people for the first time; what has come in by an event is the later word. */
    synchronized void first(List<UserRef> users, List<Seen> seen) {
        for (int i = 0; i < users.size(); i++) {
            WatchedPerson person = people.get(users.get(i));
            if (person != null && person.last == null) {
                person.last = seen.get(i);
            }
        }
    }

    /** A large group is told; answers its watchers. */
    synchronized Set<Watch> tell(WatchedGroup group) {
        group.isDue = false;
        group.toldAt = System.nanoTime();
        GroupPresence seen = group.seen(false, config.interval());
        boolean partial = group.changed.size() > config.deltas();
        Map<UserId, Seen> since = partial ? Map.of() : Map.copyOf(group.changed);
        group.changed.clear();
        group.watchers.forEach(watch -> watch.see(partial ? seen.asPartial() : seen, since));
        return Set.copyOf(group.watchers);
    }

    /** A group has other members: all of it is told; answers its watchers. */
    synchronized Set<Watch> tellAnew(WatchedGroup group) {
        Map<UserId, Seen> all = new HashMap<>();
        if (!isLarge(group)) {
            group.members.forEach((user, member) -> all.put(user, member.seen()));
        }
        GroupPresence seen = snapshot(group);
        group.watchers.forEach(watch -> watch.see(seen, all));
        return Set.copyOf(group.watchers);
    }

    /** All that is seen of a wish, for its answer. */
    synchronized PresenceDelta snapshot(TenantId tenant, WatchRequest wish) {
        Map<UserId, Seen> seen = new LinkedHashMap<>();
        wish.users()
                .forEach(user -> Optional.ofNullable(people.get(new UserRef(tenant, user)))
                        .ifPresent(person -> seen.put(user, person.seen())));
        List<GroupPresence> told = new ArrayList<>();
        for (GroupId id : wish.groups()) {
            WatchedGroup group = groups.getOrDefault(tenant, Map.of()).get(id);
            if (group != null) {
                told.add(snapshot(group));
            }
            if (group != null && !isLarge(group)) {
                group.members.forEach((user, member) -> seen.put(user, member.seen()));
            }
        }
        List<VisiblePresence> all = seen.entrySet().stream()
                .map(each -> VisiblePresence.of(each.getKey(), each.getValue()))
                .toList();
        return new PresenceDelta(true, all, told, WatchRequest.NOTHING);
    }

    /** Everybody who is watched. */
    synchronized List<WatchedPerson> people() {
        return List.copyOf(people.values());
    }

    /** Every group that is watched. */
    synchronized List<WatchedGroup> groups() {
        return groups.values().stream().flatMap(all -> all.values().stream()).toList();
    }

    /** Everybody who watches. */
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
            WatchedPerson[] made = new WatchedPerson[1];
            made[0] = new WatchedPerson(ref, () -> onEvent.accept(made[0]));
            news.listen(ref, made[0].listener);
            return made[0];
        });
    }

    private void forget(WatchedPerson person) {
        if (!person.isWatched()) {
            people.remove(person.user);
            news.leave(person.user, person.listener);
        }
    }

    /**
     * Who is to be told of something.
     *
     * @param watchers those that have something to take now
     * @param due      groups that are to be told when their time has come
     */
    record Told(Set<Watch> watchers, List<WatchedGroup> due) {
        static final Told NOBODY = new Told(Set.of(), List.of());
    }
}
