package dev.oneping.presence.device;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.person.DeviceRegistration;
import dev.oneping.presence.person.SealedAddress;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The devices that an app has registered for its users. */
@Path("/v1/users/{user}/devices/{device}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.DEVICES_ROLE)
public class DeviceResource {

    private final DeviceRegistry registry;
    private final DeviceRemoval removal;
    private final PushAddressValidator addresses;
    private final CurrentCaller caller;

    DeviceResource(
            DeviceRegistry registry, DeviceRemoval removal, PushAddressValidator addresses, CurrentCaller caller) {
        this.registry = registry;
        this.removal = removal;
        this.addresses = addresses;
        this.caller = caller;
    }

    /**
     * Registers a device, or updates its registration; answers 201 for a new one. A device itself sets its push address and
     * its name only.
     */
    @PUT
    @RolesAllowed({Scope.DEVICES_ROLE, CurrentCaller.DEVICE})
    public Uni<Response> register(
            @PathParam("user") UserId user,
            @PathParam("device") DeviceId device,
            @NotNull @Valid DeviceRequest request) {
        UserRef owner = of(user);
        Optional<String> platform = platform(request, device);
        return addresses
                .check(request.push())
                .chain(() -> registry.register(
                                owner,
                                device,
                                platform,
                                Optional.ofNullable(request.kind()),
                                Optional.ofNullable(request.name()),
                                Optional.ofNullable(request.push()))
                        .map(registered -> switch (registered) {
                            case DeviceRegistry.Registered.Done done ->
                                Response.status(done.isNew() ? Response.Status.CREATED : Response.Status.OK)
                                        .entity(DeviceAnswer.of(device, done.registration()))
                                        .build();
                            case DeviceRegistry.Registered.TooManyDevices full ->
                                throw Problem.of(
                                        ProblemType.LIMIT_REACHED,
                                        "'" + user + "' has " + full.limit() + " devices, which is the limit.");
                        }));
    }

    /** Returns the platform that an app sets; empty for a device, which cannot. */
    private Optional<String> platform(DeviceRequest request, DeviceId device) {
        return switch (caller.get()) {
            case Caller.App ignored -> {
                if (request.platform() == null) {
                    throw Problem.invalid(Violation.at("/platform", Violation.REQUIRED, "'platform' is required."));
                }
                yield Optional.of(request.platform());
            }
            case Caller.Device self -> {
                if (!self.device().equals(device)) {
                    throw Problem.of(ProblemType.FORBIDDEN, "A device token is valid for its own device only.");
                }
                if (request.platform() != null || request.kind() != null) {
                    throw Problem.of(ProblemType.FORBIDDEN, "A device can set its 'push' and its 'name' only.");
                }
                yield Optional.empty();
            }
        };
    }

    /** Returns a registered device. */
    @GET
    public Uni<DeviceAnswer> read(@PathParam("user") UserId user, @PathParam("device") DeviceId device) {
        return registry.find(of(user), device)
                .map(found -> found.map(registration -> DeviceAnswer.of(device, registration))
                        .orElseThrow(() -> notFound(user, device)));
    }

    /** Removes a device, ends its sessions and revokes its credentials. */
    @DELETE
    public Uni<Response> remove(@PathParam("user") UserId user, @PathParam("device") DeviceId device) {
        return removal.remove(of(user), device).map(removed -> {
            if (!removed) {
                throw notFound(user, device);
            }
            return Response.noContent().build();
        });
    }

    private UserRef of(UserId user) {
        return caller.user(user);
    }

    private static Problem notFound(UserId user, DeviceId device) {
        return Problem.notFound("registered device '" + device + "' of '" + user + "'");
    }

    /**
     * A device registration as the app sends it.
     *
     * @param platform for example {@code web}, {@code ios}; required from an app
     * @param kind     for example {@code desktop}, {@code phone}
     * @param name     a display name
     * @param push     its push address; omitted if it has none
     */
    public record DeviceRequest(
            @Nullable @Pattern(regexp = WORD, message = A_WORD)
            String platform,

            @Nullable @Pattern(regexp = WORD, message = A_WORD)
            String kind,

            @Nullable @Pattern(regexp = "(?s).{1,100}", message = "must be 1 to 100 characters")
            String name,

            @Nullable PushAddress push) {

        private static final String WORD = "[a-z0-9_-]{1,32}";
        private static final String A_WORD = "must be 1 to 32 of a-z 0-9 _ -";
    }

    /**
     * A registered device.
     *
     * @param push which push service reaches it; null if none does
     */
    public record DeviceAnswer(
            DeviceId id,
            String platform,
            @Nullable String kind,
            @Nullable String name,
            Instant registeredAt,
            @Nullable Push push) {

        static DeviceAnswer of(DeviceId id, DeviceRegistration registration) {
            return new DeviceAnswer(
                    id,
                    registration.platform(),
                    registration.kind(),
                    registration.name(),
                    registration.registeredAt(),
                    Push.of(registration.push()));
        }
    }

    /**
     * The push service of a device, without the address itself.
     *
     * @param kind  {@code webpush}, {@code fcm} or {@code apns}
     * @param since when the address was set
     * @param lost  why the address is no longer good; null while it is good
     */
    public record Push(String kind, Instant since, @Nullable String lost) {

        static @Nullable Push of(@Nullable SealedAddress address) {
            return address == null ? null : new Push(address.kind(), address.since(), address.lost());
        }
    }
}
