package dev.oneping.privacy;

import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.presence.user.CoordinatePrecision;
import dev.oneping.presence.user.PrivacySettingsStore;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** The tenant's settings of what is stored about its users. */
@Path("/v1/privacy/settings")
@RolesAllowed(Scope.ADMIN_ROLE)
public class PrivacySettingsResource {

    private final PrivacySettingsStore settings;
    private final CurrentCaller caller;

    PrivacySettingsResource(PrivacySettingsStore settings, CurrentCaller caller) {
        this.settings = settings;
        this.caller = caller;
    }

    /** Returns the current settings. */
    @GET
    public Uni<PrivacySettings> read() {
        return settings.coordinates(caller.tenant()).map(PrivacySettings::new);
    }

    /** Changes the settings. */
    @PUT
    @Audited("audit.privacy_settings.changed")
    public Uni<PrivacySettings> change(@NotNull PrivacySettings request) {
        TenantId tenant = caller.tenant();
        CoordinatePrecision coordinates = request.coordinates();
        if (coordinates == null) {
            throw Problem.invalid(Violation.at(
                    "/coordinates", Violation.REQUIRED, "coordinates is required: exact, coarse or none."));
        }
        return settings.change(tenant, coordinates).replaceWith(request);
    }

    /**
     * The tenant's choice of the data that is stored.
     *
     * @param coordinates the precision of stored coordinates
     */
    public record PrivacySettings(@Nullable CoordinatePrecision coordinates) {}
}
