package dev.oneping.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.events.CloudEvent;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP API of the event feed: the events after a cursor, by long polling. */
@Path("/v1/events")
@RolesAllowed(Scope.EVENTS_ROLE)
public class EventResource {

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
     * Returns the tenant's events after a cursor; without one, from the oldest in the log.
     *
     * @param wait    the seconds to wait if there is none yet
     * @param types   the types of events, for example {@code notification.*}, separated by commas; all if omitted
     * @param users   the users, separated by commas; all if omitted
     * @param filters CloudEvents filters as JSON
     */
    @GET
    public Uni<Answer> poll(
            @QueryParam("after") @Nullable String after,
            @QueryParam("wait") @DefaultValue("0") int wait,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("types") @Nullable String types,
            @QueryParam("users") @Nullable String users,
            @QueryParam("filters") @Nullable String filters) {
        Caller reader = caller.get();
        TenantId tenant = reader.tenant();
        Cursor cursor = feed.cursor("after", after);
        int most = between("limit", limit, 1, MAX_LIMIT);
        Duration patience = Duration.ofSeconds(between("wait", wait, 0, MAX_WAIT_SECONDS));
        FeedQuery query = FeedQuery.of(tenant, types, users, filters, json);
        return readers.open(reader)
                .during(feed.page(tenant, cursor, most, patience, query))
                .map(Answer::of);
    }

    private static int between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw Problem.invalid(Violation.inParameter(
                    name, Violation.NOT_ALLOWED, name + " must be from " + least + " to " + most + "."));
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
    }
}
