package dev.oneping.auth.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
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
    private final String version;

    MeResource(CurrentCaller caller, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.caller = caller;
        this.version = version;
    }

    /** Returns the tenant, and what the credential is and permits. */
    @GET
    public Me read() {
        return switch (caller.get()) {
            case Caller.App app ->
                new Me(
                        app.tenant().value(),
                        app.key(),
                        app.scopes().stream().map(Scope::role).sorted().toList(),
                        null,
                        null,
                        version);
            case Caller.Device device ->
                new Me(
                        device.tenant().value(),
                        null,
                        List.of(),
                        device.user().value(),
                        device.device().value(),
                        version);
        };
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
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Me(
            String tenant,
            @Nullable String key,
            List<String> scopes,
            @Nullable String user,
            @Nullable String device,
            String version) {}
}
