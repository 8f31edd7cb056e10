package dev.oneping.watch;

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
 * Decides which users may see each other's presence, by the tenant's setting. Unknown users and those who may not be
 * seen are rejected alike, so that a rejection reveals nothing.
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

    /** Returns the part of a request that is not allowed; empty if all of it is. */
    public Uni<Refusal> refused(UserRef watcher, WatchRequest request) {
        return settings.watching(watcher.tenant()).chain(permission -> switch (permission) {
            case NOBODY -> Uni.createFrom().item(new Refusal(permission, request));
            case ALL -> Uni.createFrom().item(new Refusal(permission, WatchRequest.NOTHING));
            case SAME_GROUP ->
                Uni.combine()
                        .all()
                        .unis(strangers(watcher, request.users()), foreign(watcher, request.groups()))
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

    private Uni<List<GroupId>> foreign(UserRef watcher, List<GroupId> requested) {
        return Multi.createFrom()
                .iterable(requested)
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
                    return requested.stream().filter(id -> !own.contains(id)).toList();
                });
    }

    /**
     * The rejected part of a request, with the rule.
     *
     * @param permission the tenant's setting
     * @param request       the part that is not allowed
     */
    public record Refusal(WatchPermission permission, WatchRequest request) {

        /** Returns whether everything is allowed. */
        public boolean isNone() {
            return request.isEmpty();
        }

        /** Returns one sentence that names the first rejected entry. */
        public String sentence() {
            return switch (permission) {
                case NOBODY ->
                    "Users of this tenant may not see each other's presence; an admin can allow it at /v1/presence/settings.";
                case SAME_GROUP, ALL ->
                    request.users().isEmpty()
                            ? "You can watch only groups that you are a member of, and '"
                                    + request.groups().getFirst() + "' is not one of them."
                            : "You can watch only users who share a group with you, and '"
                                    + request.users().getFirst() + "' is not one of them.";
            };
        }
    }
}
