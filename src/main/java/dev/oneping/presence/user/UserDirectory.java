package dev.oneping.presence.user;

import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.presence.store.UserIndex;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists a tenant's users by name, with whether they are online. */
@Singleton
class UserDirectory {

    /** The users that one request reads at most, when only those are wanted who are online, or are not. */
    private static final int READ = 1_000;

    private static final int AT_ONCE = 100;

    private final UserIndex index;
    private final PresenceStore presence;

    UserDirectory(UserIndex index, PresenceStore presence) {
        this.index = index;
        this.presence = presence;
    }

    /**
     * Returns a page. It may have fewer than the limit and a next one, if few matched of those that one request may read.
     *
     * @param online only those who are online, or only those who are not; all if null
     */
    Uni<Result> page(TenantId tenant, String prefix, @Nullable Boolean online, @Nullable UserId after, int limit) {
        return page(tenant, prefix, online, after, limit, new ArrayList<>(), READ);
    }

    private Uni<Result> page(
            TenantId tenant,
            String prefix,
            @Nullable Boolean online,
            @Nullable UserId after,
            int limit,
            List<Presence> found,
            int left) {
        int atOnce = Math.min(AT_ONCE, left);
        return index.page(tenant, prefix, after, atOnce)
                .chain(names -> load(tenant, names).chain(users -> {
                    for (int place = 0; place < users.size(); place++) {
                        Presence user = users.get(place);
                        if (online == null || online == isOnline(user)) {
                            found.add(user);
                        }
                        boolean isLast = place == users.size() - 1 && users.size() < atOnce;
                        if (found.size() == limit && !isLast) {
                            return Uni.createFrom()
                                    .item(new Result(found, user.user().user()));
                        }
                    }
                    if (users.size() < atOnce) {
                        return Uni.createFrom().item(new Result(found, null));
                    }
                    UserId last = users.getLast().user().user();
                    return left <= atOnce
                            ? Uni.createFrom().item(new Result(found, last))
                            : page(tenant, prefix, online, last, limit, found, left - atOnce);
                }));
    }

    private Uni<List<Presence>> load(TenantId tenant, List<UserId> names) {
        return names.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join()
                        .all(names.stream()
                                .map(name -> presence.load(new UserRef(tenant, name)))
                                .toList())
                        .andFailFast();
    }

    static boolean isOnline(Presence user) {
        return user.devices().stream().anyMatch(Device::online);
    }

    /**
     * A page of users.
     *
     * @param next the name after which the next page begins; null on the last
     */
    record Result(List<Presence> users, @Nullable UserId next) {}
}
