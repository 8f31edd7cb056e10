package dev.oneping.presence.watch;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;

/** What a tenant allows its people to see of each other. */
@Path("/v1/presence/settings")
public class PresenceSettingsResource {

    private final PresenceSettingsStore store;
    private final CurrentCaller caller;

    PresenceSettingsResource(PresenceSettingsStore store, CurrentCaller caller) {
        this.store = store;
        this.caller = caller;
    }

    /** What is allowed now. */
    @GET
    @RolesAllowed(Scope.PRESENCE_ROLE)
    public Uni<PresenceSettings> read() {
        return store.watching(caller.tenant()).map(PresenceSettings::new);
    }

    /** Changes it. What is watched already and is not allowed any more ends within {@link WatchConfig#refresh()}. */
    @PUT
    @RolesAllowed(Scope.ADMIN_ROLE)
    public Uni<PresenceSettings> change(@NotNull PresenceSettings settings) {
        WatchPermission watching = settings.watching();
        if (watching == null) {
            throw Problem.invalid(Violation.at(
                    "/watching", Violation.REQUIRED, "Say whom people may watch: nobody, same_group or all."));
        }
        return store.allow(caller.tenant(), watching).replaceWith(settings);
    }

    /**
     * What a tenant allows.
     *
     * @param watching whose presence people may see
     */
    public record PresenceSettings(@Nullable WatchPermission watching) {}
}
