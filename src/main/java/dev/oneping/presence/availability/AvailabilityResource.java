package dev.oneping.presence.availability;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.AvailabilityId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Wishes to be told once when somebody is there. */
@Path("/v1/users/{user}/availability")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.SUBSCRIPTIONS_ROLE)
public class AvailabilityResource {

    private static final Pattern WORD = Pattern.compile("[a-z0-9_-]{1,32}");

    private final AvailabilityStore store;
    private final AvailabilityConfig config;
    private final CurrentCaller caller;
    private final Clock clock;

    AvailabilityResource(AvailabilityStore store, AvailabilityConfig config, CurrentCaller caller, Clock clock) {
        this.store = store;
        this.config = config;
        this.caller = caller;
        this.clock = clock;
    }

    /** Waits for somebody: one event will tell that the person is there, or that the time is over. */
    @POST
    public Uni<Response> create(@PathParam("user") UserId user, @NotNull AvailabilityRequest request) {
        PendingAvailabilityRequest wish = checked(request);
        return store.create(of(user), wish, config.maxExpiresIn()).map(created -> {
            if (!created) {
                throw Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "For '" + user + "' there wait " + config.perUser() + " already, and there may not be more.");
            }
            return Response.status(Response.Status.CREATED)
                    .entity(AvailabilityAnswer.of(user, wish))
                    .build();
        });
    }

    /** What waits, the oldest first. */
    @GET
    public Uni<Availabilities> list(@PathParam("user") UserId user) {
        return store.waiting(of(user))
                .map(waiting -> new Availabilities(waiting.wishes().stream()
                        .map(wish -> AvailabilityAnswer.of(user, wish))
                        .toList()));
    }

    /** Waits no more, and tells nothing. */
    @DELETE
    @Path("/{id}")
    public Uni<Response> remove(@PathParam("user") UserId user, @PathParam("id") String id) {
        Problem unknown = Problem.notFound("waiting availability '" + id + "' of '" + user + "'");
        if (!AvailabilityId.isWellFormed(id)) {
            throw unknown;
        }
        return store.remove(of(user), new AvailabilityId(id)).map(removed -> {
            if (!removed) {
                throw unknown;
            }
            return Response.noContent().build();
        });
    }

    private PendingAvailabilityRequest checked(AvailabilityRequest request) {
        List<Violation> errors = new ArrayList<>();
        State attention = Objects.requireNonNullElse(request.attention(), State.ACTIVE);
        if (attention != State.ACTIVE && attention != State.PASSIVE) {
            errors.add(Violation.at("/attention", Violation.NOT_ALLOWED, "attention must be active or passive."));
        }
        word("kind", request.kind(), errors);
        word("platform", request.platform(), errors);
        Duration lasting = Objects.requireNonNullElse(request.lasting(), Duration.ZERO);
        if (lasting.isNegative() || lasting.compareTo(config.maxLasting()) > 0) {
            errors.add(Violation.at(
                    "/lasting",
                    Violation.NOT_ALLOWED,
                    "lasting must be a time like 30s, of at most " + config.maxLasting() + "."));
        }
        Duration life = request.expiresIn();
        if (life == null) {
            errors.add(Violation.at(
                    "/expires_in", Violation.REQUIRED, "Say how long to wait at most, for example \"2h\"."));
        } else if (life.compareTo(lasting) <= 0 || life.compareTo(config.maxExpiresIn()) > 0) {
            errors.add(Violation.at(
                    "/expires_in",
                    Violation.NOT_ALLOWED,
                    "expires_in must be longer than lasting, and at most " + config.maxExpiresIn() + "."));
        }
        if (life == null || !errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        Instant now = clock.instant();
        return new PendingAvailabilityRequest(
                AvailabilityId.create(now),
                attention,
                request.kind(),
                request.platform(),
                lasting,
                now,
                now.plus(life));
    }

    private static void word(String field, @Nullable String text, List<Violation> errors) {
        if (text != null && !WORD.matcher(text).matches()) {
            errors.add(Violation.at("/" + field, Violation.NOT_ALLOWED, field + " must be 1 to 32 of a-z 0-9 _ -"));
        }
    }

    private UserRef of(UserId user) {
        return new UserRef(caller.tenant(), user);
    }

    /**
     * Whom to wait for.
     *
     * @param attention what the person must have for the device at least; active if left out
     * @param kind      which kind of device, for example {@code desktop}; any if left out
     * @param platform  which platform; any if left out
     * @param lasting   for how long in a row; no time at all if left out
     * @param expiresIn how long to wait at most
     */
    public record AvailabilityRequest(
            @Nullable State attention,
            @Nullable String kind,
            @Nullable String platform,
            @Nullable Duration lasting,
            @Nullable Duration expiresIn) {}

    /** What waits. */
    public record AvailabilityAnswer(
            AvailabilityId id,
            UserId user,
            State attention,
            @Nullable String kind,
            @Nullable String platform,
            Duration lasting,
            Instant createdAt,
            Instant expiresAt) {

        static AvailabilityAnswer of(UserId user, PendingAvailabilityRequest wish) {
            return new AvailabilityAnswer(
                    wish.id(),
                    user,
                    wish.attention(),
                    wish.kind(),
                    wish.platform(),
                    wish.lasting(),
                    wish.createdAt(),
                    wish.expiresAt());
        }
    }

    /** All that wait for somebody. */
    public record Availabilities(List<AvailabilityAnswer> data) {}
}
