package dev.oneping.feed;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.LoggedEvent;
import dev.oneping.events.TypePattern;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Events by poll: everything after a cursor, at once or when it comes. */
@Path("/v1/events")
public class EventResource {

    private static final int MAX_LIMIT = 250;
    private static final int MAX_WAIT_SECONDS = 55;

    private final FeedReader reader;
    private final Waiters waiters;
    private final CurrentCaller caller;
    private final Clock clock;

    EventResource(FeedReader reader, Waiters waiters, CurrentCaller caller, Clock clock) {
        this.reader = reader;
        this.waiters = waiters;
        this.caller = caller;
        this.clock = clock;
    }

    /**
     * The tenant's events after a cursor; without one from the oldest that is kept.
     *
     * @param wait  how many seconds to wait if there is none yet
     * @param types which, for example {@code notification.*}; several with commas; all if left out
     */
    @GET
    @RolesAllowed(Scope.EVENTS_ROLE)
    public Uni<Answer> poll(
            @QueryParam("after") @Nullable String after,
            @QueryParam("wait") @DefaultValue("0") int wait,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("types") @Nullable String types) {
        Cursor cursor = cursor(after);
        int most = between("limit", limit, 1, MAX_LIMIT);
        Instant until = clock.instant().plusSeconds(between("wait", wait, 0, MAX_WAIT_SECONDS));
        TenantId tenant = caller.tenant();
        Predicate<LoggedEvent> wanted = wanted(tenant, types);
        return waiters.ready()
                .chain(() -> poll(tenant, cursor, most, until, wanted))
                .map(Answer::of);
    }

    private Uni<Page> poll(TenantId tenant, Cursor cursor, int limit, Instant until, Predicate<LoggedEvent> wanted) {
        Waiters.Place place = waiters.join(tenant);
        return reader.read(cursor, limit, wanted)
                .chain(page -> {
                    Duration left = Duration.between(clock.instant(), until);
                    if (!page.events().isEmpty() || !left.isPositive()) {
                        return Uni.createFrom().item(page);
                    }
                    return place.await(left).chain(() -> poll(tenant, page.next(), limit, until, wanted));
                })
                .onTermination()
                .invoke(place::close);
    }

    private static Predicate<LoggedEvent> wanted(TenantId tenant, @Nullable String types) {
        List<TypePattern> patterns = types == null ? List.of(new TypePattern("*")) : patterns(types);
        return event -> event.user().tenant().equals(tenant)
                && patterns.stream().anyMatch(pattern -> pattern.matches(event.type()));
    }

    private static List<TypePattern> patterns(String types) {
        try {
            return Arrays.stream(types.split(",", -1)).map(TypePattern::new).toList();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(Violation.inParameter("types", Violation.NOT_ALLOWED, e.getMessage() + "."));
        }
    }

    private static Cursor cursor(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return Cursor.START;
        }
        return Cursor.decode(after)
                .orElseThrow(() -> Problem.invalid(Violation.inParameter(
                        "after",
                        Violation.NOT_ALLOWED,
                        "This is no cursor of ours; take 'next_cursor' of an earlier answer, or leave it out.")));
    }

    private static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw Problem.invalid(Violation.inParameter(
                    name, Violation.NOT_ALLOWED, name + " must be from " + least + " to " + most + "."));
        }
        return value;
    }

    /** A page of events, and where to go on. */
    public record Answer(List<CloudEvent> data, String nextCursor, boolean hasMore) {

        static Answer of(Page page) {
            return new Answer(
                    page.events().stream().map(CloudEvent::of).toList(),
                    page.next().encode(),
                    page.hasMore());
        }
    }
}
