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
 * The groups of each tenant, all under the hash tag of the tenant: {@code group:{t}:<g>} holds the members,
 * {@code groups:{t}} the names, {@code groups-of:{t}:<u>} the groups of a person, and {@code picked:{t}:<g>} whose turn it
 * was last. What an app has made stays until it is removed; how much there can be is bounded by {@link GroupConfig}.
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

    /** On that Redis. */
    public GroupStore(RedisPipeline redis, GroupConfig config, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Makes a group, or puts other members in the place of all before.
     *
     * @param expected the version that it must have, 0 for none at all; null where that does not matter
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

    /** A group of that tenant. */
    public Uni<Optional<Group>> find(TenantId tenant, GroupId id) {
        return redis.command(Command.HMGET, key("group", tenant, id), "v", "members")
                .map(reply -> reply.isNil(0)
                        ? Optional.empty()
                        : Optional.of(new Group(id, members(reply.text(1)), reply.number(0))));
    }

    /**
     * Removes a group.
     *
     * @param expected the version that it must have; null where that does not matter
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

    /** The names after one, in alphabetical order. */
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

    /** The groups that a person is in. */
    public Uni<Set<GroupId>> of(UserRef user) {
        return redis.command(Command.SMEMBERS, groupsOf(user))
                .map(reply -> reply.texts().stream().map(GroupId::new).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether there is a group in which both of them are. */
    public Uni<Boolean> share(UserRef one, UserRef other) {
        if (!one.tenant().equals(other.tenant())) {
            return Uni.createFrom().item(false);
        }
        return redis.command(Command.SINTER, groupsOf(one), groupsOf(other)).map(reply -> reply.size() > 0);
    }

    /**
     * Picks the one among equals whose turn was the longest ago, and notes that it is that person's turn now. Those who
     * were never picked come first, in the given order.
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

    /** What became of the wish to make or change a group. */
    public sealed interface Put {

        /** It is as it was wished. */
        record Done(Group group, boolean isNew) implements Put {}

        /** It has not the version that was expected. */
        record Conflict() implements Put {}

        /** The tenant has as many groups as it may have. */
        record Full(long groups) implements Put {}
    }

    /** What became of the wish to remove a group. */
    public enum Removed {
        /** It is gone. */
        DONE,
        /** It has not the version that was expected. */
        CONFLICT,
        /** There was none. */
        WAS_NOT_THERE
    }
}
