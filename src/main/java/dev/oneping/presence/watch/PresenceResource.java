package dev.oneping.presence.watch;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.WaitPreference;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user's presence. */
@Path("/v1/users/{user}/presence")
@Produces(MediaType.APPLICATION_JSON)
public class PresenceResource {

    private final PresenceWaiter waits;
    private final CurrentCaller caller;

    PresenceResource(PresenceWaiter waits, CurrentCaller caller) {
        this.waits = waits;
        this.caller = caller;
    }

    /**
     * Returns a user's devices, attention and context; an unknown user has no devices. With {@code If-None-Match} and
     * {@code Prefer: wait=N} the answer is delayed until the presence changes.
     */
    @GET
    @RolesAllowed(Scope.PRESENCE_ROLE)
    public Uni<Response> read(
            @PathParam("user") UserId user,
            @HeaderParam("If-None-Match") @Nullable String known,
            @HeaderParam(WaitPreference.HEADER) @Nullable String prefer) {
        UserRef whose = new UserRef(caller.tenant(), user);
        Optional<Duration> patience =
                known == null ? Optional.empty() : WaitPreference.of(prefer).flatMap(WaitPreference::granted);
        return patience.map(wait -> waits.await(whose, String.valueOf(known), wait))
                .orElseGet(() -> waits.load(whose))
                .map(found -> answer(found, known, patience));
    }

    private static Response answer(PresenceRendering found, @Nullable String known, Optional<Duration> patience) {
        Response.ResponseBuilder answer = found.isKnownBy(known) ? Response.notModified() : Response.ok(found.body());
        patience.ifPresent(wait -> answer.header(WaitPreference.APPLIED, WaitPreference.applied(wait)));
        return answer.header("ETag", found.tag()).build();
    }
}
