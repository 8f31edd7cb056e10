package dev.oneping.presence.watch;

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
 * What one session watches, and what it is still to be told. News wait here and not in the session's outbox: for each
 * person and group the latest alone, however slowly the client reads, so it is bounded by what may be watched.
 *
 * <p>All of it is guarded by this object; nothing else is called while it is held.
 */
public final class Watch {

    private final UserRef owner;
    private final Runnable onNews;
    private final int deltas;
    private final Set<UserId> users = new LinkedHashSet<>();
    private final Set<GroupId> groups = new LinkedHashSet<>();
    private final Map<UserId, Seen> people = new LinkedHashMap<>();
    private final Map<GroupId, GroupPresence> counted = new LinkedHashMap<>();
    private final Map<GroupId, Map<UserId, Seen>> changed = new LinkedHashMap<>();
    private WatchRequest ended = WatchRequest.NOTHING;
    private int answering;
    private boolean closed;

    Watch(UserRef owner, Runnable onNews, int deltas) {
        this.owner = owner;
        this.onNews = onNews;
        this.deltas = deltas;
    }

    /** Whose session it is. */
    UserRef owner() {
        return owner;
    }

    /** What it watches. */
    synchronized WatchRequest all() {
        return new WatchRequest(List.copyOf(users), List.copyOf(groups));
    }

    /** Takes note of a wish; false where the session is over. */
    synchronized boolean add(WatchRequest wish) {
        users.addAll(wish.users());
        groups.addAll(wish.groups());
        return !closed;
    }

    /** Takes a wish back, and what was still to be told of it. */
    synchronized void remove(WatchRequest wish) {
        wish.users().forEach(user -> {
            users.remove(user);
            people.remove(user);
        });
        wish.groups().forEach(group -> {
            groups.remove(group);
            counted.remove(group);
            changed.remove(group);
        });
    }

    /** As {@link #remove}, without the client having wished for it, which is to be told. */
    synchronized void end(WatchRequest wish) {
        remove(wish);
        List<UserId> allUsers = new ArrayList<>(ended.users());
        allUsers.addAll(wish.users());
        List<GroupId> allGroups = new ArrayList<>(ended.groups());
        allGroups.addAll(wish.groups());
        ended = new WatchRequest(allUsers, allGroups);
    }

    synchronized void close() {
        closed = true;
    }

    /** Until {@link #answered} nothing is told: the answer to a wish comes before what has changed since. */
    synchronized void answering() {
        answering++;
    }

    /** The answer to a wish was told, or there will be none. */
    public void answered() {
        boolean more;
        synchronized (this) {
            answering--;
            more = hasNews();
        }
        if (more) {
            onNews.run();
        }
    }

    synchronized void see(UserId user, Seen seen) {
        people.put(user, seen);
    }

    /** The latest of a group; what has changed in it since it was told last is added up, as far as it can be named. */
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

    /** Says that there is something to be taken, unless an answer comes first. */
    void tell() {
        boolean now;
        synchronized (this) {
            now = hasNews();
        }
        if (now) {
            onNews.run();
        }
    }

    /** Takes all that is to be told now. */
    public synchronized PresenceDelta take() {
        if (!hasNews()) {
            return new PresenceDelta(false, List.of(), List.of(), WatchRequest.NOTHING);
        }
        Map<UserId, Seen> latest = new LinkedHashMap<>(people);
        changed.values().forEach(latest::putAll);
        PresenceDelta news = new PresenceDelta(
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
        return news;
    }

    private boolean hasNews() {
        return answering == 0 && !closed && !(people.isEmpty() && counted.isEmpty() && ended.isEmpty());
    }
}
