package dev.oneping.presence;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.preference.Preferences;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** Users' preferences, as their app maintains them. */
@Path("/v1/users/{user}/preferences")
@RolesAllowed(Scope.DEVICES_ROLE)
public class PreferencesResource {

    private final DeviceRegistry registry;
    private final CurrentCaller caller;

    PreferencesResource(DeviceRegistry registry, CurrentCaller caller) {
        this.registry = registry;
        this.caller = caller;
    }

    /** Replaces all preferences; omitted ones are reset. */
    @PUT
    public Uni<Preferences> setPreferences(@PathParam("user") UserId user, @NotNull Preferences preferences) {
        return registry.setPreferences(of(user), preferences);
    }

    /** Returns the preferences; an empty object if there are none. */
    @GET
    public Uni<Preferences> read(@PathParam("user") UserId user) {
        return registry.preferences(of(user));
    }

    private UserRef of(UserId user) {
        return new UserRef(caller.tenant(), user);
    }
}
