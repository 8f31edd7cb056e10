package dev.oneping.watch;

import dev.oneping.auth.Audit;
import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** The tenant's settings for presence visible to other users. */
@Path("/v1/presence/settings")
public class PresenceSettingsResource {

    private final PresenceSettingsStore store;
    private final CurrentCaller caller;
    private final Audit audit;

    PresenceSettingsResource(PresenceSettingsStore store, CurrentCaller caller, Audit audit) {
        this.store = store;
        this.caller = caller;
        this.audit = audit;
    }

    /** Returns the current settings. */
    @GET
    @RolesAllowed(Scope.PRESENCE_ROLE)
    public Uni<PresenceSettings> read() {
        return store.watching(caller.tenant()).map(PresenceSettings::new);
    }

    /** Changes the settings. Watches that are no longer allowed end within {@link WatchConfig#refresh()}. */
    @PUT
    @RolesAllowed(Scope.ADMIN_ROLE)
    @Audited("audit.presence_settings.changed")
    public Uni<PresenceSettings> change(@NotNull PresenceSettings settings) {
        WatchPermission watching = settings.watching();
        if (watching == null) {
            throw Problem.invalid(
                    Violation.at("/watching", Violation.REQUIRED, "watching is required: nobody, same_group or all."));
        }
        TenantId tenant = caller.tenant();
        Audit.Act act = audit.act();
        return store.watching(tenant)
                .invoke(before -> act.before(new PresenceSettings(before)))
                .chain(() -> store.allow(tenant, watching))
                .replaceWith(settings);
    }

    /**
     * A tenant's settings.
     *
     * @param watching whose presence users may see
     */
    public record PresenceSettings(@Nullable WatchPermission watching) {}
}
