package dev.oneping.presence.watch;

import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which people may see which others, as their tenant has it. Who is not known and who may not be seen are refused alike, so
 * that a refusal tells nothing of anybody.
 */
@Singleton
public class PresencePermissions {

    private static final int AT_ONCE = 32;

    private final PresenceSettingsStore settings;
    private final GroupStore groups;

    PresencePermissions(PresenceSettingsStore settings, GroupStore groups) {
        this.settings = settings;
        this.groups = groups;
    }

    /** What of a wish is not allowed; nothing at all where all of it is. */
    public Uni<Refusal> refused(UserRef watcher, WatchRequest wish) {
        return settings.watching(watcher.tenant()).chain(permission -> switch (permission) {
            case NOBODY -> Uni.createFrom().item(new Refusal(permission, wish));
            case ALL -> Uni.createFrom().item(new Refusal(permission, WatchRequest.NOTHING));
            case SAME_GROUP ->
                Uni.combine()
                        .all()
                        .unis(strangers(watcher, wish.users()), foreign(watcher, wish.groups()))
                        .with((users, foreign) -> new Refusal(permission, new WatchRequest(users, foreign)));
        });
    }

    private Uni<List<UserId>> strangers(UserRef watcher, List<UserId> users) {
        return Multi.createFrom()
                .iterable(users)
                .filter(user -> !user.equals(watcher.user()))
                .onItem()
                .transformToUni(user -> groups.share(watcher, new UserRef(watcher.tenant(), user))
                        .map(shared -> shared ? Stream.<UserId>empty() : Stream.of(user)))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(all -> all.stream().flatMap(found -> found).toList());
    }

    private Uni<List<GroupId>> foreign(UserRef watcher, List<GroupId> wished) {
        return Multi.createFrom()
                .iterable(wished)
                .onItem()
                .transformToUniAndConcatenate(id -> groups.find(watcher.tenant(), id))
                .collect()
                .asList()
                .map(found -> {
                    Set<GroupId> own = found.stream()
                            .flatMap(group -> group.stream())
                            .filter(group -> group.members().contains(watcher.user()))
                            .map(Group::id)
                            .collect(Collectors.toSet());
                    return wished.stream().filter(id -> !own.contains(id)).toList();
                });
    }

    /**
     * What was refused, and by which rule.
     *
     * @param permission what the tenant allows
     * @param wish       what is not allowed
     */
    public record Refusal(WatchPermission permission, WatchRequest wish) {

        /** Whether all is allowed. */
        public boolean isNone() {
            return wish.isEmpty();
        }

        /** One sentence for people, naming the first that is refused. */
        public String sentence() {
            return switch (permission) {
                case NOBODY ->
                    "Here people may not see each other's presence; an admin allows it at /v1/presence/settings.";
                case SAME_GROUP, ALL ->
                    wish.users().isEmpty()
                            ? "Only groups that you are a member of may be seen, and '"
                                    + wish.groups().getFirst() + "' is none."
                            : "Only people with whom you are in a group may be seen, and '"
                                    + wish.users().getFirst() + "' is none.";
            };
        }
    }
}
