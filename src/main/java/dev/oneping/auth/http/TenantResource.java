package dev.oneping.auth.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.Audit;
import dev.oneping.auth.Audited;
import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.tenant.Tenant;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.Tenants;
import dev.oneping.text.CodePoints;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** HTTP API for the tenants of the service, for its operators: keys of the tenant {@code default} with their own scope. */
@Path("/v1/tenants")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.OPERATOR_ROLE)
public class TenantResource {

    private static final Logger LOG = Logger.getLogger(TenantResource.class);
    private static final int NAME = 100;
    private static final int PAGE = 250;

    private final Tenants tenants;
    private final ApiKeys keys;
    private final CurrentCaller caller;
    private final Audit audit;
    private final AuthConfig config;

    TenantResource(Tenants tenants, ApiKeys keys, CurrentCaller caller, Audit audit, AuthConfig config) {
        this.tenants = tenants;
        this.keys = keys;
        this.caller = caller;
        this.audit = audit;
        this.config = config;
    }

    /** Creates a tenant. The secret of its first admin key is in this response and can never be read again. */
    @POST
    @Audited("audit.tenant.created")
    public Uni<Response> create(NewTenant request) {
        requireOperator();
        TenantId id = request.checkedId();
        return tenants.create(id, checkedName(request.name(), id.value()), checked(request.limits()))
                .chain(made -> keys.create(id, "admin", Set.of(Scope.ADMIN))
                        .map(key -> Response.status(Response.Status.CREATED)
                                .header(HttpHeaders.LOCATION, "/v1/tenants/" + id)
                                .entity(TenantView.of(made, null, new FirstKey(key.id(), key.key())))
                                .build()));
    }

    /** Lists the tenants by their id. */
    @GET
    public Uni<Listing> list(
            @QueryParam("after") @Nullable TenantId after, @QueryParam("limit") @DefaultValue("50") int limit) {
        requireOperator();
        if (limit < 1 || limit > PAGE) {
            throw Problem.invalid(
                    Violation.inParameter("limit", Violation.NOT_ALLOWED, "'limit' must be from 1 to " + PAGE + "."));
        }
        return tenants.list(after == null ? null : after.value(), limit + 1).map(found -> Listing.of(found, limit));
    }

    /** Returns a tenant with what it uses. */
    @GET
    @Path("/{id}")
    public Uni<TenantView> read(@PathParam("id") TenantId id) {
        requireOperator();
        return tenants.find(id)
                .map(found -> found.orElseThrow(() -> notFound(id)))
                .chain(found -> tenants.usage(id).map(usage -> TenantView.of(found, usage, null)));
    }

    /** Changes the name, the state or the limits of a tenant; what is left out stays as it is. */
    @PATCH
    @Path("/{id}")
    @Consumes({"application/merge-patch+json", "application/json"})
    @Audited("audit.tenant.changed")
    public Uni<TenantView> change(@PathParam("id") TenantId id, @NotNull TenantChange request) {
        requireOperator();
        Audit.Act act = audit.act();
        return tenants.change(id, before -> {
                    act.before(TenantView.of(before, null, null));
                    return request.applied(before);
                })
                .map(found -> TenantView.of(found.orElseThrow(() -> notFound(id)), null, null));
    }

    /**
     * Deletes a tenant: its credentials are refused when this returns. What is stored of it is erased after that; a call for a
     * tenant whose deletion was interrupted goes on with it.
     */
    @DELETE
    @Path("/{id}")
    @Audited("audit.tenant.deleted")
    public Uni<Response> delete(@PathParam("id") TenantId id) {
        requireOperator();
        return tenants.close(id).map(found -> {
            if (found.isEmpty()) {
                throw notFound(id);
            }
            keys.deleteAll(id)
                    .chain(() -> tenants.erase(id, config.maxTokenTtl()))
                    .subscribe()
                    .with(
                            erased -> LOG.infof("tenant %s was deleted, with %d keys", id, erased),
                            failure -> LOG.errorf(
                                    "tenant %s could not be erased; delete it again: %s", id, failure.getMessage()));
            return Response.accepted().build();
        });
    }

    private void requireOperator() {
        if (!caller.tenant().equals(Tenant.DEFAULT)) {
            throw Problem.of(ProblemType.FORBIDDEN, "Only operators, of the tenant 'default', can see tenants.");
        }
    }

    private static Problem notFound(TenantId id) {
        return Problem.notFound("tenant '" + id + "'");
    }

    private static String checkedName(@Nullable String name, String otherwise) {
        if (name != null && (name.isBlank() || CodePoints.count(name) > NAME)) {
            throw Problem.invalid(
                    Violation.at("/name", Violation.NOT_ALLOWED, "name must have 1 to " + NAME + " characters."));
        }
        return name == null ? otherwise : name;
    }

    private static TenantLimits checked(@Nullable TenantLimits limits) {
        return limits == null ? TenantLimits.CONFIGURED : limits.checked();
    }

    /**
     * The body of a request to create a tenant.
     *
     * @param name a display name; the id if null
     */
    public record NewTenant(
            @Nullable String id,
            @Nullable String name,
            @Nullable TenantLimits limits) {

        TenantId checkedId() {
            if (id == null) {
                throw Problem.invalid(Violation.at(
                        "/id", Violation.REQUIRED, "id is required: 1 to 64 characters of A-Z a-z 0-9 _ . @ -."));
            }
            try {
                return new TenantId(id);
            } catch (IllegalArgumentException e) {
                throw Problem.invalid(Violation.at("/id", Violation.NOT_ALLOWED, e.getMessage() + "."));
            }
        }
    }

    /**
     * The body of a request to change a tenant; null for what stays as it is.
     *
     * @param limits the limits that differ from the configured ones; they replace the former ones
     */
    public record TenantChange(
            @Nullable String name,
            @Nullable Boolean suspended,
            @Nullable TenantLimits limits) {

        Tenant applied(Tenant before) {
            if (before.state() == Tenant.State.DELETING) {
                throw Problem.of(ProblemType.CONFLICT, "The tenant is being deleted.");
            }
            Tenant.State state =
                    suspended == null ? before.state() : suspended ? Tenant.State.SUSPENDED : Tenant.State.ACTIVE;
            return new Tenant(
                    before.id(),
                    checkedName(name, before.name()),
                    state,
                    before.createdAt(),
                    limits == null ? before.limits() : limits.checked());
        }
    }

    /** The first key of a new tenant. */
    public record FirstKey(String id, String key) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "FirstKey[" + id + "]";
        }
    }

    /**
     * A tenant.
     *
     * @param state    {@code active}, {@code suspended} or {@code deleting}
     * @param usage    what it has; null in a list
     * @param adminKey its first key; null but in the answer to its creation
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TenantView(
            TenantId id,
            String name,
            String state,
            Instant createdAt,
            TenantLimits limits,
            @Nullable Map<String, Long> usage,
            @Nullable FirstKey adminKey) {

        static TenantView of(Tenant tenant, @Nullable Map<String, Long> usage, @Nullable FirstKey key) {
            return new TenantView(
                    tenant.id(),
                    tenant.name(),
                    tenant.state().name().toLowerCase(Locale.ROOT),
                    tenant.createdAt(),
                    tenant.limits(),
                    usage,
                    key);
        }
    }

    /**
     * A page of tenants.
     *
     * @param nextCursor the cursor of the next page; null on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Listing(List<TenantView> data, @Nullable String nextCursor, boolean hasMore) {

        static Listing of(List<Tenant> found, int limit) {
            List<TenantView> data = found.stream()
                    .limit(limit)
                    .map(tenant -> TenantView.of(tenant, null, null))
                    .toList();
            boolean more = found.size() > limit;
            return new Listing(data, more ? data.getLast().id().value() : null, more);
        }
    }
}
