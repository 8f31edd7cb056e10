package dev.oneping.presence;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
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

/** Do-not-disturb for a while: what people switch on before a nap, beside the quiet hours of every day. */
@Path("/v1/users/{user}/dnd")
@RolesAllowed(Scope.DEVICES_ROLE)
public class DoNotDisturbResource {

    private final DeviceRegistry registry;
    private final CurrentCaller caller;

    DoNotDisturbResource(DeviceRegistry registry, CurrentCaller caller) {
        this.registry = registry;
        this.caller = caller;
    }

    /** Switches it on until then; without a time, or with one that is over, off. */
    @PUT
    public Uni<Undisturbed> set(@PathParam("user") UserId user, @NotNull Undisturbed wish) {
        return registry.undisturbed(of(user), wish.until()).map(Undisturbed::of);
    }

    /** Until when; an empty object where it is off. */
    @GET
    public Uni<Undisturbed> read(@PathParam("user") UserId user) {
        return registry.undisturbed(of(user)).map(Undisturbed::of);
    }

    private UserRef of(UserId user) {
        return new UserRef(caller.tenant(), user);
    }

    /** Until when a person does not want to be disturbed; null for not at all. */
    public record Undisturbed(@Nullable Instant until) {

        static Undisturbed of(Optional<Instant> until) {
            return new Undisturbed(until.orElse(null));
        }
    }
}
