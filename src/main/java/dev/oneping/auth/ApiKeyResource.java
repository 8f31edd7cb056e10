package dev.oneping.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** A tenant keeps its API keys: two can live at once, so that one can take the place of the other. */
@Path("/v1/api-keys")
@RolesAllowed(Roles.ADMIN)
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeyResource {

    private final ApiKeys keys;
    private final CurrentCaller caller;

    ApiKeyResource(ApiKeys keys, CurrentCaller caller) {
        this.keys = keys;
        this.caller = caller;
    }

    /** Issues a key; its text is in this answer and nowhere else. */
    @POST
    @ResponseStatus(201)
    public Uni<NewKey> issue(@Valid KeyWish wish) {
        return keys.issue(caller.tenant(), wish.name(), wish.scopes())
                .map(issued -> new NewKey(
                        issued.key().id(),
                        issued.text(),
                        issued.key().name(),
                        sorted(issued.key().scopes()),
                        issued.key().createdAt()));
    }

    /** Lists the keys. There are so few that they come at once. */
    @GET
    public Uni<Keys> list() {
        return keys.all(caller.tenant())
                .map(all -> new Keys(all.stream().map(ListedKey::of).toList(), false));
    }

    /** Takes a key back. */
    @DELETE
    @Path("/{id}")
    public Uni<Void> revoke(@PathParam("id") String id) {
        return keys.revoke(caller.tenant(), id)
                .invoke(known -> {
                    if (!known) {
                        throw Problem.notFound("API key " + id);
                    }
                })
                .replaceWithVoid();
    }

    private static List<Scope> sorted(Set<Scope> scopes) {
        return List.copyOf(EnumSet.copyOf(scopes));
    }

    /** What a new key shall be called and be good for. */
    public record KeyWish(
            @Nullable @Size(min = 1, max = 100) String name,
            @NotEmpty Set<@NotNull Scope> scopes) {}

    /** A new key with its text. */
    public record NewKey(String id, Secret key, @Nullable String name, List<Scope> scopes, Instant createdAt) {}

    /** A key without its text. */
    public record ListedKey(String id, @Nullable String name, List<Scope> scopes, Instant createdAt) {
        static ListedKey of(ApiKey key) {
            return new ListedKey(key.id(), key.name(), sorted(key.scopes()), key.createdAt());
        }
    }

    /** All keys of the tenant. */
    public record Keys(@JsonInclude List<ListedKey> data, boolean hasMore) {}
}
