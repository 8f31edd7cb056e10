package dev.oneping.group;

import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The groups of each tenant, all under the hash tag of the tenant: {@code group:{t}:<g>} holds the members, {@code
 * groups:{t}} the names, {@code groups-of:{t}:<u>} the groups of a user, and {@code picked:{t}:<g>} the rotation.
 * Groups stay until they are removed; their number is bounded by {@link GroupConfig}.
 */
@Singleton
public class GroupStore {

    private static final Script PUT = Script.load("group/put.lua");
    private static final Script REMOVE = Script.load("group/remove.lua");
    private static final Script PICK = Script.load("group/pick.lua");
    private static final String ANY = "";

    private final RedisPipeline redis;
    private final GroupConfig config;
    private final Clock clock;

    /** Uses the given Redis. */
    public GroupStore(RedisPipeline redis, GroupConfig config, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Creates a group, or replaces all of its members.
     *
     * @param expected the version that it must have, 0 if it must not exist; null for any
     */
    public Uni<Put> put(TenantId tenant, GroupId id, List<UserId> members, @Nullable Long expected) {
        return redis.run(
                        PUT,
                        List.of(key("group", tenant, id), names(tenant), key("picked", tenant, id)),
                        List.of(
                                id,
                                expected == null ? ANY : expected,
                                clock.millis(),
                                config.perTenant(),
                                "groups-of:{" + tenant + "}:",
                                members.stream().map(UserId::value).collect(Collectors.joining(" "))))
                .map(reply -> switch (reply.tag()) {
                    case "created" -> new Put.Done(new Group(id, members, reply.number(1)), true);
                    case "replaced" -> new Put.Done(new Group(id, members, reply.number(1)), false);
                    case "conflict" -> new Put.Conflict();
                    case "full" -> new Put.Full(reply.number(1));
                    default -> throw new IllegalStateException("put.lua answered " + reply.tag());
                });
    }

    /** Finds a group of that tenant. */
    public Uni<Optional<Group>> find(TenantId tenant, GroupId id) {
        return redis.command(Command.HMGET, key("group", tenant, id), "v", "members")
                .map(reply -> reply.isNil(0)
                        ? Optional.empty()
                        : Optional.of(new Group(id, members(reply.text(1)), reply.number(0))));
    }

    /**
     * Removes a group.
     *
     * @param expected the version that it must have; null for any
     */
    public Uni<Removed> remove(TenantId tenant, GroupId id, @Nullable Long expected) {
        return redis.run(
                        REMOVE,
                        List.of(key("group", tenant, id), names(tenant), key("picked", tenant, id)),
                        List.of(id, expected == null ? ANY : expected, "groups-of:{" + tenant + "}:"))
                .map(reply -> switch (reply.tag()) {
                    case "removed" -> Removed.DONE;
                    case "conflict" -> Removed.CONFLICT;
                    case "gone" -> Removed.WAS_NOT_THERE;
                    default -> throw new IllegalStateException("remove.lua answered " + reply.tag());
                });
    }

    /** Returns the names after one, in alphabetical order. */
    public Uni<List<GroupId>> names(TenantId tenant, @Nullable String after, int limit) {
        return redis.command(
                        Command.ZRANGE,
                        names(tenant),
                        after == null ? "-" : "(" + after,
                        "+",
                        "BYLEX",
                        "LIMIT",
                        0,
                        limit)
                .map(reply -> reply.texts().stream().map(GroupId::new).toList());
    }

    /** Returns the groups that a user is in. */
    public Uni<Set<GroupId>> of(UserRef user) {
        return redis.command(Command.SMEMBERS, groupsOf(user))
                .map(reply -> reply.texts().stream().map(GroupId::new).collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns whether there is a group in which both users are. */
    public Uni<Boolean> share(UserRef one, UserRef other) {
        if (!one.tenant().equals(other.tenant())) {
            return Uni.createFrom().item(false);
        }
        return redis.command(Command.SINTER, groupsOf(one), groupsOf(other)).map(reply -> reply.size() > 0);
    }

    /**
     * Picks the candidate whose last turn was the longest ago, and records the turn. Candidates who were never picked
     * come first, in the given order.
     *
     * @param equals at least one
     */
    public Uni<UserId> pick(TenantId tenant, GroupId id, List<UserId> equals) {
        return redis.run(PICK, List.of(key("picked", tenant, id)), equals).map(reply -> new UserId(reply.text(1)));
    }

    private static List<UserId> members(String text) {
        return Arrays.stream(text.split(" ", -1)).map(UserId::new).toList();
    }

    private static String names(TenantId tenant) {
        return "groups:{" + tenant + "}";
    }

    private static String groupsOf(UserRef user) {
        return "groups-of:{" + user.tenant() + "}:" + user.user();
    }

    private static String key(String kind, TenantId tenant, GroupId id) {
        return kind + ":{" + tenant + "}:" + id;
    }

    /** The result of creating or changing a group. */
    public sealed interface Put {

        /** The group was stored. */
        record Done(Group group, boolean isNew) implements Put {}

        /** The group does not have the expected version. */
        record Conflict() implements Put {}

        /** The tenant has reached its limit of groups. */
        record Full(long groups) implements Put {}
    }

    /** The result of removing a group. */
    public enum Removed {
        /** The group was removed. */
        DONE,
        /** The group does not have the expected version. */
        CONFLICT,
        /** There was no such group. */
        WAS_NOT_THERE
    }
}
