package dev.oneping.group;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.group.GroupStore.Put;
import dev.oneping.model.GroupId;
import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.http.EntityTagList;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API of groups: users of whom any one will do. */
@Path("/v1/groups")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.DEVICES_ROLE)
public class GroupResource {

    private final GroupStore store;
    private final GroupWriter writer;
    private final GroupConfig config;
    private final CurrentCaller caller;

    GroupResource(GroupStore store, GroupWriter writer, GroupConfig config, CurrentCaller caller) {
        this.store = store;
        this.writer = writer;
        this.config = config;
        this.caller = caller;
    }

    /** Creates a group, 201, or replaces all of its members, 200. */
    @PUT
    @Path("/{group}")
    public Uni<Response> put(
            @PathParam("group") GroupId group,
            @HeaderParam("If-Match") @Nullable String match,
            @HeaderParam("If-None-Match") @Nullable String noneMatch,
            @NotNull GroupRequest request) {
        List<UserId> members = NameListValidator.users("members", request.members(), config.members());
        return writer.put(caller.tenant(), group, members, match, noneMatch).map(put -> switch (put) {
            case Put.Done done -> answer(done.isNew() ? 201 : 200, done.group());
            case Put.Conflict ignored -> throw EntityTags.conflict();
            case Put.Full full ->
                throw Problem.of(
                        ProblemType.LIMIT_REACHED, "The tenant has reached its limit of " + full.groups() + " groups.");
        });
    }

    /** Returns a group; 304 if the caller has this version already. */
    @GET
    @Path("/{group}")
    public Uni<Response> read(
            @PathParam("group") GroupId group, @HeaderParam("If-None-Match") @Nullable String noneMatch) {
        return store.find(caller.tenant(), group).map(found -> {
            Group known = found.orElseThrow(() -> notFound(group));
            return EntityTagList.isKnown(noneMatch, EntityTags.tag(known.version()))
                    ? Response.notModified()
                            .header("ETag", EntityTags.tag(known.version()))
                            .build()
                    : answer(200, known);
        });
    }

    /** Removes a group. Running notifications to its members continue. */
    @DELETE
    @Path("/{group}")
    public Uni<Response> remove(@PathParam("group") GroupId group, @HeaderParam("If-Match") @Nullable String match) {
        return writer.remove(caller.tenant(), group, match).map(removed -> switch (removed) {
            case DONE -> Response.noContent().build();
            case CONFLICT -> throw EntityTags.conflict();
            case WAS_NOT_THERE -> throw notFound(group);
        });
    }

    /** Lists the names of all groups. */
    @GET
    public Uni<NamePage> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @DefaultValue("50") int limit) {
        int most = NameListValidator.limit(limit);
        return store.names(caller.tenant(), NameListValidator.after(after), most + 1)
                .map(found -> NamePage.of(found, most));
    }

    private static Response answer(int status, Group group) {
        return Response.status(status)
                .header("ETag", EntityTags.tag(group.version()))
                .entity(new GroupAnswer(group.id(), group.members()))
                .build();
    }

    private static Problem notFound(GroupId group) {
        return Problem.notFound("group '" + group + "'");
    }

    /** The members of a group. */
    public record GroupRequest(@Nullable List<@Nullable UserId> members) {}

    /** A group. */
    public record GroupAnswer(GroupId id, List<UserId> members) {}
}
