package dev.oneping.auth.http;

import dev.oneping.auth.Audit;
import dev.oneping.auth.Audited;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.auth.key.KnownApiKey;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.Cidr;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.tenant.Tenant;
import dev.oneping.text.CodePoints;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** HTTP API for the API keys of the caller's tenant. */
@Path("/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.ADMIN_ROLE)
public class ApiKeyResource {

    private static final int NAME = 64;
    private static final int NETWORKS = 32;
    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final ApiKeys keys;
    private final CurrentCaller caller;
    private final Audit audit;
    private final Clock clock;

    ApiKeyResource(ApiKeys keys, CurrentCaller caller, Audit audit, Clock clock) {
        this.keys = keys;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
    }

    /** Creates a key. Its secret is in this response and can never be read again. */
    @POST
    @Audited("audit.api_key.created")
    public Uni<Response> create(Request request) {
        Set<Scope> scopes = request.checkedScopes();
        if (scopes.contains(Scope.OPERATOR)) {
            requireOperator();
        }
        return keys.create(
                        caller.tenant(),
                        request.checkedName(),
                        scopes,
                        future(request.expiresAt()),
                        request.checkedNetworks())
                .map(ApiKeyResource::created);
    }

    private void requireOperator() {
        if (!caller.tenant().equals(Tenant.DEFAULT)
                || !(caller.get() instanceof Caller.App app)
                || !app.scopes().contains(Scope.OPERATOR)) {
            throw Problem.of(
                    ProblemType.FORBIDDEN,
                    "Only a key with the scope 'operator' of the tenant 'default' can give this scope to another key.");
        }
    }

    private @Nullable Instant future(@Nullable Instant expiresAt) {
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw Problem.invalid(
                    Violation.at("/expires_at", Violation.NOT_ALLOWED, "expires_at must be in the future."));
        }
        return expiresAt;
    }

    private static Response created(ApiKeys.NewKey made) {
        return Response.status(Response.Status.CREATED)
                .header(HttpHeaders.LOCATION, "/v1/api-keys/" + made.id())
                .entity(made)
                .build();
    }

    /** Lists all keys, without their secrets. */
    @GET
    public Uni<Listing> list() {
        return keys.list(caller.tenant()).map(Listing::new);
    }

    /** Creates a key that takes the place of another one, which stays valid for a while. */
    @POST
    @Path("/{id}/rotate")
    @Audited("audit.api_key.rotated")
    public Uni<Response> rotate(@PathParam("id") String id, @Nullable Rotation request) {
        Duration overlap = request == null || request.overlap() == null ? OVERLAP : request.overlap();
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw Problem.invalid(Violation.at(
                    "/overlap",
                    Violation.NOT_ALLOWED,
                    "overlap must be a time like 15m or 24h, from 0s to " + LONGEST_OVERLAP.toDays() + "d."));
        }
        Instant expiresAt = future(request == null ? null : request.expiresAt());
        return keys.rotate(caller.tenant(), id, overlap, expiresAt)
                .map(made -> created(made.orElseThrow(() -> Problem.notFound("API key " + id))));
    }

    /** Revokes a key. */
    @DELETE
    @Path("/{id}")
    @Audited("audit.api_key.revoked")
    public Uni<Response> delete(@PathParam("id") String id) {
        TenantId tenant = caller.tenant();
        Audit.Act act = audit.act();
        return keys.find(tenant, id)
                .invoke(found -> found.ifPresent(act::before))
                .chain(() -> keys.delete(tenant, id))
                .map(found -> {
                    if (!found) {
                        throw Problem.notFound("API key " + id);
                    }
                    return Response.noContent().build();
                });
    }

    /**
     * The body of a request to create a key.
     *
     * @param expiresAt when it stops to be valid; null for never
     * @param networks  the CIDR blocks that it may be used from; null for everywhere
     */
    public record Request(
            @Nullable String name,
            @Nullable List<Scope> scopes,
            @Nullable Instant expiresAt,
            @Nullable List<@Nullable String> networks) {

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

        List<String> checkedNetworks() {
            if (networks == null) {
                return List.of();
            }
            if (networks.isEmpty() || networks.size() > NETWORKS) {
                throw Problem.invalid(Violation.at(
                        "/networks",
                        Violation.NOT_ALLOWED,
                        "networks must name 1 to " + NETWORKS + " blocks; leave it out to allow every address."));
            }
            List<String> checked = new ArrayList<>(networks.size());
            for (int i = 0; i < networks.size(); i++) {
                checked.add(block(i, networks.get(i)));
            }
            return checked;
        }

        private static String block(int place, @Nullable String text) {
            try {
                Cidr.parse(String.valueOf(text));
                return String.valueOf(text);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid(Violation.at(
                        "/networks/" + place,
                        Violation.NOT_ALLOWED,
                        "A network is a block of addresses like 10.0.0.0/8 or 2001:db8::/32."));
            }
        }
    }

    /**
     * The body of a request to rotate a key.
     *
     * @param overlap   the time for which both keys are valid; 24 hours if null
     * @param expiresAt when the new key stops to be valid; null for never
     */
    public record Rotation(
            @Nullable Duration overlap, @Nullable Instant expiresAt) {}

    /** All of a tenant's keys. */
    public record Listing(List<KnownApiKey> data) {}
}
