package dev.oneping.stats;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The statistics of a tenant's notifications. */
@Path("/v1/stats")
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(7);

    private final TenantCounters counters;
    private final CurrentCaller caller;
    private final Clock clock;

    StatsResource(TenantCounters counters, CurrentCaller caller, Clock clock) {
        this.counters = counters;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * Sums up the last time.
     *
     * @param window its length, 5 minutes to 7 days; it begins with a whole bucket of five minutes
     */
    @GET
    @RolesAllowed({Scope.NOTIFY_ROLE, Scope.EVENTS_ROLE, Scope.INSPECT_ROLE})
    public Uni<Stats> read(@QueryParam("window") @DefaultValue("1h") Duration window) {
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw Problem.invalid(Violation.inParameter(
                    "window", Violation.NOT_ALLOWED, "window must be from 5m to 7d, for example 24h."));
        }
        Instant to = clock.instant();
        Instant from = TenantCounters.bucket(to.minus(window));
        return counters.read(caller.tenant(), from, to).map(buckets -> Stats.of(buckets, from, to));
    }
}
