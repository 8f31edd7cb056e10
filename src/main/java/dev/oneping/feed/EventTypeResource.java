package dev.oneping.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Scope;
import dev.oneping.events.EventCatalogue;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** HTTP API of the event catalogue: every type of event with the schema of its data. */
@Path("/v1/event-types")
public class EventTypeResource {

    private static final Listing ALL = new Listing(EventCatalogue.entries().stream()
            .map(entry -> new EventTypeView(entry.type(), entry.means(), entry.document()))
            .toList());

    /** Lists all event types by name. */
    @GET
    @RolesAllowed({Scope.EVENTS_ROLE, Scope.SUBSCRIPTIONS_ROLE, Scope.INSPECT_ROLE})
    public Listing list() {
        return ALL;
    }

    /** The whole catalogue. */
    public record Listing(List<EventTypeView> data) {}

    /**
     * One type of event.
     *
     * @param type        its name
     * @param description its meaning
     * @param dataSchema  the JSON Schema, draft 2020-12, of its data
     */
    public record EventTypeView(String type, String description, JsonNode dataSchema) {}
}
