package dev.oneping.privacy;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.presence.user.ErasedUsers;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Rejects requests whose path names a user whose data is being erased. Costs nothing while there is none. */
@Provider
public class ErasureFilter implements ContainerRequestFilter {

    /** Filters are created before the runtime is there, so what they use is found with the first request. */
    private final Instance<ErasedUsers> erased;

    private final Instance<CurrentCaller> caller;

    ErasureFilter(Instance<ErasedUsers> erased, Instance<CurrentCaller> caller) {
        this.erased = erased;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (erased.get().isEmpty()) {
            return;
        }
        String user = request.getUriInfo().getPathParameters().getFirst("user");
        if (user != null) {
            erased.get().refuse(caller.get().tenant(), user);
        }
    }
}
