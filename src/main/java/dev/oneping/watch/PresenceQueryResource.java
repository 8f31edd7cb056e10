package dev.oneping.watch;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.group.Group;
import dev.oneping.group.GroupStore;
import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.VisiblePresenceStore;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Presence of many users at once, each as other users may see it. */
@Path("/v1/presence/query")
public class PresenceQueryResource {

    private final VisiblePresenceStore seen;
    private final GroupStore groups;
    private final PresencePermissions permissions;
    private final PresenceAccesses accesses;
    private final CurrentCaller caller;
    private final int most;

    PresenceQueryResource(
            VisiblePresenceStore seen,
            GroupStore groups,
            PresencePermissions permissions,
            PresenceAccesses accesses,
            CurrentCaller caller,
            WatchConfig config) {
        this.seen = seen;
        this.groups = groups;
        this.permissions = permissions;
        this.accesses = accesses;
        this.caller = caller;
        this.most = config.query();
    }

    /** Returns the listed users in order, then the members of the group in order, without duplicates. */
    @POST
    @RolesAllowed({Scope.PRESENCE_ROLE, CurrentCaller.DEVICE})
    public Uni<QueryAnswer> query(@NotNull PresenceQuery query) {
        WatchRequest request = checked(query);
        Caller by = caller.get();
        return permitted(request)
                .chain(() -> everybody(by.tenant(), request))
                .invoke(people -> accesses.record(by, people))
                .chain(this::answer);
    }

    private WatchRequest checked(PresenceQuery query) {
        List<@Nullable UserId> users = Objects.requireNonNullElse(query.users(), List.of());
        if (users.isEmpty() && query.group() == null) {
            throw Problem.invalid(
                    Violation.at("/users", Violation.REQUIRED, "At least one of users and group is required."));
        }
        if (users.size() > most) {
            throw Problem.invalid(Violation.at(
                    "/users", Violation.NOT_ALLOWED, "users may have at most " + most + " entries; split the query."));
        }
        List<Violation> gaps = IntStream.range(0, users.size())
                .filter(i -> users.get(i) == null)
                .mapToObj(i -> Violation.at("/users/" + i, Violation.NOT_ALLOWED, "A user id must not be null."))
                .toList();
        if (!gaps.isEmpty()) {
            throw Problem.invalid(gaps);
        }
        return new WatchRequest(
                users.stream().map(Objects::requireNonNull).toList(),
                Optional.ofNullable(query.group()).stream().toList());
    }

    private Uni<Void> permitted(WatchRequest request) {
        return switch (caller.get()) {
            case Caller.App ignored -> Uni.createFrom().voidItem();
            case Caller.Device device ->
                permissions
                        .refused(device.userRef(), request)
                        .invoke(refusal -> {
                            if (!refusal.isNone()) {
                                throw Problem.of(ProblemType.FORBIDDEN, refusal.sentence());
                            }
                        })
                        .replaceWithVoid();
        };
    }

    private Uni<List<UserRef>> everybody(TenantId tenant, WatchRequest request) {
        if (request.groups().isEmpty()) {
            return Uni.createFrom().item(refs(tenant, request.users()));
        }
        GroupId id = request.groups().getFirst();
        return groups.find(tenant, id).map(found -> {
            Group group = found.orElseThrow(() -> Problem.notFound("group '" + id + "'"));
            Set<UserId> all = new LinkedHashSet<>(request.users());
            all.addAll(group.members());
            if (all.size() > most) {
                throw Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "The query matches " + all.size() + " users, and the limit is " + most
                                + "; split it into several queries by users.");
            }
            return refs(tenant, all);
        });
    }

    private Uni<QueryAnswer> answer(List<UserRef> people) {
        return seen.load(people).map(found -> {
            List<VisiblePresence> data = new ArrayList<>(people.size());
            for (int i = 0; i < people.size(); i++) {
                data.add(VisiblePresence.of(people.get(i).user(), found.get(i)));
            }
            return new QueryAnswer(data);
        });
    }

    private static List<UserRef> refs(TenantId tenant, Iterable<UserId> users) {
        List<UserRef> refs = new ArrayList<>();
        users.forEach(user -> refs.add(new UserRef(tenant, user)));
        return refs;
    }

    /**
     * The users of a query.
     *
     * @param users users by id
     * @param group all members of this group
     */
    public record PresenceQuery(
            @Nullable List<@Nullable UserId> users,
            @Nullable GroupId group) {}

    /** The presence that others may see, in the order of the query. */
    public record QueryAnswer(List<VisiblePresence> data) {}
}
