package dev.oneping.architecture.sample.high;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Asks for the caller, and for an address of this request, in a stage that may run when the request is not at hand. */
public abstract class LateCaller {

    abstract CurrentCaller caller();

    /** Asks through a method of its own. */
    public Uni<TenantId> ask(Uni<String> before) {
        return before.map(ignored -> tenant());
    }

    /** Needs the request's address. */
    public Response locate() {
        return Response.created(URI.create("/v1/things/1")).build();
    }

    private TenantId tenant() {
        return caller().tenant();
    }
}
