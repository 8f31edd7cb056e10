package dev.oneping.presence.user;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.device.DeviceRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Temporary do-not-disturb, for example before a nap; it adds to the daily quiet hours. */
@Path("/v1/users/{user}/dnd")
@RolesAllowed({Scope.DEVICES_ROLE, CurrentCaller.DEVICE})
public class DoNotDisturbResource {

    private final DeviceRegistry registry;
    private final CurrentCaller caller;

    DoNotDisturbResource(DeviceRegistry registry, CurrentCaller caller) {
        this.registry = registry;
        this.caller = caller;
    }

    /** Switches do-not-disturb on until the given time; without a time, or with a past one, off. */
    @PUT
    public Uni<Undisturbed> set(@PathParam("user") UserId user, @NotNull Undisturbed request) {
        return registry.doNotDisturb(of(user), request.until()).map(Undisturbed::of);
    }

    /** Returns the end of do-not-disturb; an empty object if it is off. */
    @GET
    public Uni<Undisturbed> read(@PathParam("user") UserId user) {
        return registry.doNotDisturb(of(user)).map(Undisturbed::of);
    }

    private UserRef of(UserId user) {
        return caller.user(user);
    }

    /** The end of do-not-disturb; null if it is off. */
    public record Undisturbed(@Nullable Instant until) {

        static Undisturbed of(Optional<Instant> until) {
            return new Undisturbed(until.orElse(null));
        }
    }
}
