package dev.oneping.auth.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Describes the caller's own credential. */
@Path("/v1/me")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({
    Scope.NOTIFY_ROLE,
    Scope.PRESENCE_ROLE,
    Scope.DEVICES_ROLE,
    Scope.SUBSCRIPTIONS_ROLE,
    Scope.EVENTS_ROLE,
    Scope.RULES_ROLE,
    Scope.TOKENS_ROLE,
    Scope.INSPECT_ROLE,
    Scope.ADMIN_ROLE,
    Scope.OPERATOR_ROLE,
    CurrentCaller.DEVICE
})
public class MeResource {

    private final CurrentCaller caller;
    private final Tenants tenants;
    private final String version;

    MeResource(
            CurrentCaller caller,
            Tenants tenants,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.caller = caller;
        this.tenants = tenants;
        this.version = version;
    }

    /** Returns the tenant, and what the credential is and permits. */
    @GET
    public Uni<Me> read() {
        return switch (caller.get()) {
            case Caller.App app ->
                tenants.limits(app.tenant()).chain(limits -> usage(app).map(usage -> ofKey(app, limits, usage)));
            case Caller.Device device -> Uni.createFrom().item(ofToken(device));
        };
    }

    /** Counts what the tenant has, for its administrators: others need not know how many users there are. */
    private Uni<Optional<Map<String, Long>>> usage(Caller.App app) {
        return app.scopes().contains(Scope.ADMIN)
                ? tenants.usage(app.tenant()).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    private Me ofKey(Caller.App app, TenantLimits limits, Optional<Map<String, Long>> usage) {
        List<String> scopes = app.scopes().stream().map(Scope::role).sorted().toList();
        return new Me(app.tenant().value(), app.key(), scopes, null, null, version, limits, usage.orElse(null));
    }

    private Me ofToken(Caller.Device device) {
        return new Me(
                device.tenant().value(),
                null,
                List.of(),
                device.user().value(),
                device.device().value(),
                version,
                null,
                null);
    }

    /**
     * A credential.
     *
     * @param tenant  the tenant
     * @param key     the id of the API key; null for a device token
     * @param scopes  the scopes of the key; empty for a device token
     * @param user    the user of a device token; null for a key
     * @param device  the device of a device token; null for a key
     * @param version the version of the service
     * @param limits  the limits that hold for the tenant; null for a device token
     * @param usage   what the tenant has; null without the scope {@code admin}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Me(
            String tenant,
            @Nullable String key,
            List<String> scopes,
            @Nullable String user,
            @Nullable String device,
            String version,
            @Nullable TenantLimits limits,
            @Nullable Map<String, Long> usage) {}
}
