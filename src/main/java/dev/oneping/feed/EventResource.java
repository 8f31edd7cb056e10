package dev.oneping.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventId;
import dev.oneping.events.NewestReader;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP API of the event feed: the events after a cursor, by long polling. */
@Path("/v1/events")
@RolesAllowed({Scope.EVENTS_ROLE, Scope.INSPECT_ROLE})
public class EventResource {

    private static final String OLDEST_FIRST = "oldest";
    private static final String NEWEST_FIRST = "newest";
    private static final int MAX_LIMIT = 250;
    private static final int MAX_WAIT_SECONDS = 55;

    private final Feed feed;
    private final FeedReaders readers;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    EventResource(Feed feed, FeedReaders readers, CurrentCaller caller, ObjectMapper json) {
        this.feed = feed;
        this.readers = readers;
        this.caller = caller;
        this.json = json;
    }

    /**
     * Returns the tenant's events after a cursor; without one, from the first in that order.
     *
     * @param order {@code oldest} or {@code newest} first
     * @param since the earliest time of an event
     * @param wait    the seconds to wait if there is none yet
     * @param types   the types of events, for example {@code notification.*}, separated by commas; all if omitted
     * @param users   the users, separated by commas; all if omitted
     * @param filters CloudEvents filters as JSON
     */
    @GET
    public Uni<Answer> poll(
            @QueryParam("after") @Nullable String after,
            @QueryParam("order") @DefaultValue(OLDEST_FIRST) String order,
            @QueryParam("since") @Nullable String since,
            @QueryParam("wait") @DefaultValue("0") int wait,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("types") @Nullable String types,
            @QueryParam("users") @Nullable String users,
            @QueryParam("filters") @Nullable String filters) {
        Caller reader = caller.get();
        TenantId tenant = reader.tenant();
        int most = between("limit", limit, 1, MAX_LIMIT);
        Duration patience = Duration.ofSeconds(between("wait", wait, 0, MAX_WAIT_SECONDS));
        FeedQuery query = FeedQuery.of(tenant, types, users, filters, json);
        return switch (order) {
            case OLDEST_FIRST -> {
                Cursor cursor = feed.begin(after, since);
                yield readers.open(reader)
                        .during(feed.page(tenant, cursor, most, patience, query))
                        .map(Answer::of);
            }
            case NEWEST_FIRST -> {
                if (!patience.isZero()) {
                    throw refused("wait", "wait requires order=oldest: what is new comes first in order=newest.");
                }
                EventId before = FeedQuery.eventId("after", after);
                Instant earliest = FeedQuery.time("since", since);
                yield readers.open(reader)
                        .during(feed.newest(before, earliest, most, query))
                        .map(Answer::of);
            }
            default -> throw refused("order", "order must be oldest or newest.");
        };
    }

    private static Problem refused(String parameter, String detail) {
        return Problem.invalid(Violation.inParameter(parameter, Violation.NOT_ALLOWED, detail));
    }

    private static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(name, name + " must be from " + least + " to " + most + ".");
        }
        return value;
    }

    /** A page of events, and the cursor of the next one. */
    public record Answer(List<CloudEvent> data, String nextCursor, boolean hasMore) {

        static Answer of(FeedPage page) {
            return new Answer(
                    page.events().stream().map(CloudEvent::of).toList(),
                    page.next().encode(),
                    page.hasMore());
        }

        static Answer of(NewestReader.Page page) {
            return new Answer(
                    page.events().stream().map(CloudEvent::of).toList(),
                    page.next().orElse(EventId.afterAllOf(Instant.EPOCH)).value(),
                    page.next().isPresent());
        }
    }
}
