package dev.oneping.presence;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Who is there. */
@Path("/v1/users/{user}/presence")
public class PresenceResource {

    private final PresenceStore store;
    private final CurrentCaller caller;

    PresenceResource(PresenceStore store, CurrentCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    /** A person's devices, attention and context now. Of a person nobody has heard of, there are no devices. */
    @GET
    @RolesAllowed(Scope.PRESENCE_ROLE)
    public Uni<PresenceAnswer> read(@PathParam("user") UserId user) {
        return store.load(new UserRef(caller.tenant(), user)).map(PresenceAnswer::of);
    }
}
