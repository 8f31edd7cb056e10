package dev.oneping.auth;

import dev.oneping.model.CodePoints;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HTTP API for the API keys of the caller's tenant. */
@Path("/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.ADMIN_ROLE)
public class ApiKeyResource {

    private static final int NAME = 64;

    private final ApiKeys keys;
    private final CurrentCaller caller;

    ApiKeyResource(ApiKeys keys, CurrentCaller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /** Creates a key. Its secret is in this response and can never be read again. */
    @POST
    public Uni<Response> create(Request request) {
        return keys.create(caller.tenant(), request.checkedName(), request.checkedScopes())
                .map(made -> Response.status(Response.Status.CREATED)
                        .header(HttpHeaders.LOCATION, "/v1/api-keys/" + made.id())
                        .entity(made)
                        .build());
    }

    /** Lists all keys, without their secrets. */
    @GET
    public Uni<Listing> list() {
        return keys.list(caller.tenant()).map(Listing::new);
    }

    /** Revokes a key. */
    @DELETE
    @Path("/{id}")
    public Uni<Response> delete(@PathParam("id") String id) {
        return keys.delete(caller.tenant(), id).map(found -> {
            if (!found) {
                throw Problem.notFound("API key " + id);
            }
            return Response.noContent().build();
        });
    }

    /** The body of a request to create a key. */
    public record Request(@Nullable String name, @Nullable List<Scope> scopes) {

        String checkedName() {
            if (name == null || name.isBlank() || CodePoints.count(name) > NAME) {
                throw Problem.invalid(Violation.at(
                        "/name", Violation.REQUIRED, "name is required, with 1 to " + NAME + " characters."));
            }
            return name;
        }

        Set<Scope> checkedScopes() {
            if (scopes == null || scopes.isEmpty()) {
                throw Problem.invalid(
                        Violation.at("/scopes", Violation.REQUIRED, "scopes is required, for example [\"notify\"]."));
            }
            return Set.copyOf(scopes);
        }
    }

    /** All of a tenant's keys. */
    public record Listing(List<ApiKeys.KnownKey> data) {}
}
