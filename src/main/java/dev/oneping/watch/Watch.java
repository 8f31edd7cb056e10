package dev.oneping.watch;

import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The watches of one session, with the updates that it has not received yet. Updates wait here and not in the
 * session's outbox: only the latest for each user and group, however slowly the client reads, so memory is bounded by
 * the watch limits.
 *
 * <p>All state is guarded by this object; no other object is called while the lock is held.
 */
public final class Watch {

    private final UserRef owner;
    private final Runnable onUpdate;
    private final int deltas;
    private final Set<UserId> users = new LinkedHashSet<>();
    private final Set<GroupId> groups = new LinkedHashSet<>();
    private final Map<UserId, Seen> people = new LinkedHashMap<>();
    private final Map<GroupId, GroupPresence> counted = new LinkedHashMap<>();
    private final Map<GroupId, Map<UserId, Seen>> changed = new LinkedHashMap<>();
    private WatchRequest ended = WatchRequest.NOTHING;
    private int answering;
    private boolean closed;

    Watch(UserRef owner, Runnable onUpdate, int deltas) {
        this.owner = owner;
        this.onUpdate = onUpdate;
        this.deltas = deltas;
    }

    /** Returns the session's user. */
    UserRef owner() {
        return owner;
    }

    /** Returns everything it watches. */
    synchronized WatchRequest all() {
        return new WatchRequest(List.copyOf(users), List.copyOf(groups));
    }

    /** Adds watches; false if the session has ended. */
    synchronized boolean add(WatchRequest request) {
        users.addAll(request.users());
        groups.addAll(request.groups());
        return !closed;
    }

    /** Removes watches, with their pending updates. */
    synchronized void remove(WatchRequest request) {
        request.users().forEach(user -> {
            users.remove(user);
            people.remove(user);
        });
        request.groups().forEach(group -> {
            groups.remove(group);
            counted.remove(group);
            changed.remove(group);
        });
    }

    /** Removes watches like {@link #remove}, but not on request of the client, which must be notified. */
    synchronized void end(WatchRequest request) {
        remove(request);
        List<UserId> allUsers = new ArrayList<>(ended.users());
        allUsers.addAll(request.users());
        List<GroupId> allGroups = new ArrayList<>(ended.groups());
        allGroups.addAll(request.groups());
        ended = new WatchRequest(allUsers, allGroups);
    }

    synchronized void close() {
        closed = true;
    }

    /** Holds updates until {@link #answered}: the answer to a request precedes later changes. */
    synchronized void answering() {
        answering++;
    }

    /** Releases updates: the answer to a request was sent, or there is none. */
    public void answered() {
        boolean more;
        synchronized (this) {
            answering--;
            more = hasUpdates();
        }
        if (more) {
            onUpdate.run();
        }
    }

    synchronized void see(UserId user, Seen seen) {
        people.put(user, seen);
    }

    /**
     * Records the latest presence of a group, and accumulates the changed members since the last update, up to the
     * limit.
     */
    synchronized void see(GroupPresence group, Map<UserId, Seen> since) {
        Map<UserId, Seen> all = changed.computeIfAbsent(group.group(), ignored -> new LinkedHashMap<>());
        all.putAll(since);
        GroupPresence before = counted.get(group.group());
        boolean partial = group.partial() || (before != null && before.partial()) || all.size() > deltas;
        if (partial && group.interval() != null) {
            all.clear();
        }
        counted.put(group.group(), partial && group.interval() != null ? group.asPartial() : group);
    }

    /** Notifies the session that updates are pending, unless an answer must come first. */
    void signal() {
        boolean now;
        synchronized (this) {
            now = hasUpdates();
        }
        if (now) {
            onUpdate.run();
        }
    }

    /** Takes all pending updates. */
    public synchronized PresenceDelta take() {
        if (!hasUpdates()) {
            return new PresenceDelta(false, List.of(), List.of(), WatchRequest.NOTHING);
        }
        Map<UserId, Seen> latest = new LinkedHashMap<>(people);
        changed.values().forEach(latest::putAll);
        PresenceDelta delta = new PresenceDelta(
                false,
                latest.entrySet().stream()
                        .map(each -> VisiblePresence.of(each.getKey(), each.getValue()))
                        .toList(),
                List.copyOf(counted.values()),
                ended);
        people.clear();
        changed.clear();
        counted.clear();
        ended = WatchRequest.NOTHING;
        return delta;
    }

    private boolean hasUpdates() {
        return answering == 0 && !closed && !(people.isEmpty() && counted.isEmpty() && ended.isEmpty());
    }
}
