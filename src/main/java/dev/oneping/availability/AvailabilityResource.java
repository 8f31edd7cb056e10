package dev.oneping.availability;

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

/** One-time requests for an event when a user becomes available. */
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

    /** Creates a request: exactly one event follows, when the user is available or the request expires. */
    @POST
    public Uni<Response> create(@PathParam("user") UserId user, @NotNull AvailabilityRequest request) {
        PendingAvailabilityRequest pending = checked(request);
        return store.create(of(user), pending, config.maxExpiresIn()).map(created -> {
            if (!created) {
                throw Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "'" + user + "' has " + config.perUser()
                                + " pending availability requests, which is the limit.");
            }
            return Response.status(Response.Status.CREATED)
                    .entity(AvailabilityAnswer.of(user, pending))
                    .build();
        });
    }

    /** Lists the pending requests, the oldest first. */
    @GET
    public Uni<Availabilities> list(@PathParam("user") UserId user) {
        return store.pending(of(user))
                .map(all -> new Availabilities(all.requests().stream()
                        .map(pending -> AvailabilityAnswer.of(user, pending))
                        .toList()));
    }

    /** Cancels a request without an event. */
    @DELETE
    @Path("/{id}")
    public Uni<Response> remove(@PathParam("user") UserId user, @PathParam("id") String id) {
        Problem unknown = Problem.notFound("pending availability request '" + id + "' of '" + user + "'");
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
                    "lasting must be a duration such as 30s, at most " + config.maxLasting() + "."));
        }
        Duration life = request.expiresIn();
        if (life == null) {
            errors.add(Violation.at("/expires_in", Violation.REQUIRED, "expires_in is required, for example \"2h\"."));
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
     * The conditions of a request.
     *
     * @param attention the minimum attention to a device; active if omitted
     * @param kind      the kind of device, for example {@code desktop}; any if omitted
     * @param platform  the platform; any if omitted
     * @param lasting   how long the condition must hold without interruption; zero if omitted
     * @param expiresIn the lifetime of the request
     */
    public record AvailabilityRequest(
            @Nullable State attention,
            @Nullable String kind,
            @Nullable String platform,
            @Nullable Duration lasting,
            @Nullable Duration expiresIn) {}

    /** A pending request. */
    public record AvailabilityAnswer(
            AvailabilityId id,
            UserId user,
            State attention,
            @Nullable String kind,
            @Nullable String platform,
            Duration lasting,
            Instant createdAt,
            Instant expiresAt) {

        static AvailabilityAnswer of(UserId user, PendingAvailabilityRequest pending) {
            return new AvailabilityAnswer(
                    pending.id(),
                    user,
                    pending.attention(),
                    pending.kind(),
                    pending.platform(),
                    pending.lasting(),
                    pending.createdAt(),
                    pending.expiresAt());
        }
    }

    /** All pending requests for a user. */
    public record Availabilities(List<AvailabilityAnswer> data) {}
}
