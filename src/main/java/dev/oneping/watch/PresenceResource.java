package dev.oneping.watch;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.http.WaitPreference;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user's presence. */
@Path("/v1/users/{user}/presence")
@Produces(MediaType.APPLICATION_JSON)
public class PresenceResource {

    private final PresenceWaiter waits;
    private final PresenceAccesses accesses;
    private final CurrentCaller caller;

    PresenceResource(PresenceWaiter waits, PresenceAccesses accesses, CurrentCaller caller) {
        this.waits = waits;
        this.accesses = accesses;
        this.caller = caller;
    }

    /**
     * Returns a user's devices, attention and context; an unknown user has no devices. With {@code If-None-Match} and
     * {@code Prefer: wait=N} the answer is delayed until the presence changes.
     */
    @GET
    @RolesAllowed({Scope.PRESENCE_ROLE, Scope.INSPECT_ROLE})
    public Uni<Response> read(
            @PathParam("user") UserId user,
            @HeaderParam("If-None-Match") @Nullable String known,
            @HeaderParam(WaitPreference.HEADER) @Nullable String prefer) {
        UserRef whose = new UserRef(caller.tenant(), user);
        accesses.record(caller.get(), List.of(whose));
        Optional<Duration> patience =
                known == null ? Optional.empty() : WaitPreference.of(prefer).flatMap(WaitPreference::granted);
        return patience.map(wait -> waits.await(whose, String.valueOf(known), wait))
                .orElseGet(() -> waits.load(whose))
                .map(found -> answer(found, known, patience));
    }

    /** Returns who asked for a user's presence, newest first, for the app and for the user's own devices. */
    @GET
    @Path("/accesses")
    @RolesAllowed({Scope.ADMIN_ROLE, CurrentCaller.DEVICE})
    public Uni<AccessLog> accesses(@PathParam("user") UserId user) {
        return accesses.of(caller.user(user)).map(AccessLog::new);
    }

    /** The log of the accesses to a user's presence. */
    public record AccessLog(List<PresenceAccesses.Access> data) {}

    private static Response answer(PresenceRendering found, @Nullable String known, Optional<Duration> patience) {
        Response.ResponseBuilder answer = found.isKnownBy(known) ? Response.notModified() : Response.ok(found.body());
        patience.ifPresent(wait -> answer.header(WaitPreference.APPLIED, WaitPreference.applied(wait)));
        return answer.header("ETag", found.tag()).build();
    }
}
