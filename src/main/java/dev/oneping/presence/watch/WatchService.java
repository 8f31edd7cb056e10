package dev.oneping.presence.watch;

import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.VisiblePresenceStore;
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
 * Sessions of this node that watch other people. What somebody is seen to do is read once for all of them, when an event
 * tells that it may be another, and then told to each; so what it costs grows with the people watched and not with who
 * watches them, and it does not matter on which node they are.
 */
@Singleton
public class WatchService {

    private final PresencePermissions permits;
    private final PresenceChangeFeed news;
    private final VisiblePresenceStore seen;
    private final GroupStore groups;
    private final WatchConfig config;
    private final WatchRegistry roster;
    private final WatchRefresher sweep;

    @Inject
    WatchService(
            PresencePermissions permits,
            PresenceChangeFeed news,
            VisiblePresenceStore seen,
            GroupStore groups,
            WatchConfig config) {
        this(permits, news, seen, groups, config, DelayedExecution.ON_THE_CLOCK);
    }

    WatchService(
            PresencePermissions permits,
            PresenceChangeFeed news,
            VisiblePresenceStore seen,
            GroupStore groups,
            WatchConfig config,
            DelayedExecution later) {
        this.permits = permits;
        this.news = news;
        this.seen = seen;
        this.groups = groups;
        this.config = config;
        WatchNotifier[] made = new WatchNotifier[1];
        this.roster = new WatchRegistry(config, news, person -> made[0].changed(person));
        WatchNotifier rounds = new WatchNotifier(roster, seen, config, later);
        made[0] = rounds;
        this.sweep = new WatchRefresher(permits, groups, seen, roster, rounds, config, later);
    }

    /**
     * A session that may come to watch somebody.
     *
     * @param onNews called on any thread when there is something to {@link Watch#take}; must be quick
     */
    public Watch open(UserRef owner, Runnable onNews) {
        return new Watch(owner, onNews, config.deltas());
    }

    /**
     * Watches more. Until {@link Watch#answered} is called nothing else is told, so that the answer comes first.
     *
     * @return what is seen of it now, or why it is not watched; then nothing has changed
     */
    public Uni<Outcome> add(Watch watch, WatchRequest wish) {
        watch.answering();
        WatchRequest before = watch.all();
        WatchRequest more = minus(wish, before);
        Optional<Outcome> tooMany = tooMany(before, more);
        return tooMany.isPresent()
                ? Uni.createFrom().item(tooMany.get())
                : permits.refused(watch.owner(), wish)
                        .chain(refusal -> refusal.isNone()
                                ? news.ready().chain(() -> join(watch, wish, more))
                                : Uni.createFrom().item(new Outcome.Refused(refusal.sentence())));
    }

    /** Watches less. What is not watched is passed over. */
    public void remove(Watch watch, WatchRequest wish) {
        watch.remove(wish);
        roster.leave(watch, wish);
    }

    /** The session is over. */
    public void close(Watch watch) {
        watch.close();
        roster.leave(watch, watch.all());
    }

    /** How many people are watched on this node. */
    int people() {
        return roster.people().size();
    }

    private Uni<Outcome> join(Watch watch, WatchRequest wish, WatchRequest more) {
        if (!watch.add(more)) {
            return Uni.createFrom().item(new Outcome.Refused("the session is over"));
        }
        return read(watch, more).chain(members -> {
            Optional<String> full = roster.join(watch, more.users());
            for (int i = 0; full.isEmpty() && i < more.groups().size(); i++) {
                full = roster.join(watch, more.groups().get(i), members.get(i).orElse(null));
            }
            if (full.isPresent() || !watch.add(WatchRequest.NOTHING)) {
                remove(watch, more);
                return Uni.createFrom().item(new Outcome.Full(full.orElse("the session is over")));
            }
            // What was taken back in the meantime is not to be watched for ever.
            roster.leave(watch, minus(more, watch.all()));
            sweep.begin();
            return look(watch, wish, members)
                    .map(ignored ->
                            new Outcome.Watching(roster.snapshot(watch.owner().tenant(), wish)));
        });
    }

    private Uni<List<Optional<Group>>> read(Watch watch, WatchRequest wish) {
        return Multi.createFrom()
                .iterable(wish.groups())
                .onItem()
                .transformToUniAndConcatenate(id -> groups.find(watch.owner().tenant(), id))
                .collect()
                .asList();
    }

    /** Reads whoever was not seen before, now that no event of theirs can be missed. */
    private Uni<Void> look(Watch watch, WatchRequest wish, List<Optional<Group>> members) {
        Set<UserId> all = new LinkedHashSet<>(wish.users());
        members.forEach(group -> group.ifPresent(it -> all.addAll(it.members())));
        List<UserRef> people = all.stream()
                .map(user -> new UserRef(watch.owner().tenant(), user))
                .toList();
        return seen.load(people).invoke(found -> roster.first(people, found)).replaceWithVoid();
    }

    private Optional<Outcome> tooMany(WatchRequest before, WatchRequest more) {
        if (before.users().size() + more.users().size() > config.users()) {
            return Optional.of(new Outcome.Full("a session may watch " + config.users() + " people by name"));
        }
        return before.groups().size() + more.groups().size() > config.groups()
                ? Optional.of(new Outcome.Full("a session may watch " + config.groups() + " groups"))
                : Optional.empty();
    }

    private static WatchRequest minus(WatchRequest wish, WatchRequest known) {
        List<UserId> users = new ArrayList<>(wish.users());
        users.removeAll(known.users());
        List<GroupId> ids = new ArrayList<>(wish.groups());
        ids.removeAll(known.groups());
        return new WatchRequest(users, ids);
    }

    /** What became of a wish to watch. */
    public sealed interface Outcome {

        /** It is watched, and this is what is seen now. */
        record Watching(PresenceDelta seen) implements Outcome {}

        /** It is not allowed. */
        record Refused(String sentence) implements Outcome {}

        /** It would be more than may be. */
        record Full(String sentence) implements Outcome {}
    }
}
