package dev.oneping.auth;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Methods with the guards that the others will have. */
@Path("/guarded")
public class GuardedResource {

    private final CurrentCaller caller;

    GuardedResource(CurrentCaller caller) {
        this.caller = caller;
    }

    @GET
    @Path("/app")
    @NonBlocking
    @RolesAllowed(Scope.NOTIFY_ROLE)
    @Operation(hidden = true)
    public String app() {
        return caller.tenant().value();
    }

    @GET
    @Path("/device")
    @NonBlocking
    @RolesAllowed(CurrentCaller.DEVICE)
    @Operation(hidden = true)
    public String device() {
        return caller.get() instanceof Caller.Device(var tenant, var user, var device)
                ? tenant + ":" + user + "/" + device
                : "no device";
    }

    @GET
    @Path("/either")
    @RolesAllowed({Scope.NOTIFY_ROLE, CurrentCaller.DEVICE})
    @Operation(hidden = true)
    public String either() {
        return caller.get().getClass().getSimpleName();
    }

    @GET
    @Path("/forgotten")
    @Operation(hidden = true)
    public String forgotten() {
        return "nobody may read this";
    }
}
