package dev.oneping.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventCatalogue;
import dev.oneping.events.LoggedEvent;
import dev.oneping.events.TypePattern;
import dev.oneping.events.filter.EventFilter;
import dev.oneping.events.filter.FilterReader;
import dev.oneping.events.filter.InvalidFilterException;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The selection of events that a reader asks for by query parameters. */
final class FeedQuery {

    private static final int MAX_FILTERS = 4096;
    private static final int MAX_USERS = 100;

    private final TenantId tenant;
    private final List<TypePattern> types;
    private final Set<String> users;
    private final EventFilter filter;

    private FeedQuery(TenantId tenant, List<TypePattern> types, Set<String> users, EventFilter filter) {
        this.tenant = tenant;
        this.types = types;
        this.users = users;
        this.filter = filter;
    }

    /**
     * Parses query parameters; an invalid one throws a problem that names it.
     *
     * @param types   patterns separated by commas; all if null
     * @param users   names separated by commas; all if null
     * @param filters CloudEvents filters as JSON; none if null
     */
    static FeedQuery of(
            TenantId tenant,
            @Nullable String types,
            @Nullable String users,
            @Nullable String filters,
            ObjectMapper json) {
        List<TypePattern> patterns = types == null ? List.of(new TypePattern("*")) : patterns(types);
        Set<String> names = users == null ? Set.of() : Set.copyOf(Arrays.asList(users.split(",", -1)));
        if (names.size() > MAX_USERS) {
            throw refused("users", "At most " + MAX_USERS + " users are allowed.");
        }
        return new FeedQuery(
                tenant, patterns, names, filters == null ? new EventFilter.All(List.of()) : filters(filters, json));
    }

    boolean wants(LoggedEvent event) {
        return event.user().tenant().equals(tenant)
                && (users.isEmpty() || users.contains(event.user().user().value()))
                && types.stream().anyMatch(pattern -> pattern.matches(event.type()))
                && filter.passes(CloudEvent.of(event));
    }

    private static List<TypePattern> patterns(String types) {
        try {
            return Arrays.stream(types.split(",", -1))
                    .map(EventCatalogue::parsePattern)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw refused("types", e.getMessage() + ".");
        }
    }

    private static EventFilter filters(String text, ObjectMapper json) {
        if (text.length() > MAX_FILTERS) {
            throw refused("filters", "filters must have at most " + MAX_FILTERS + " characters.");
        }
        try {
            return FilterReader.read(json.readTree(text));
        } catch (JsonProcessingException e) {
            throw refused("filters", "filters must be JSON, like [{\"exact\":{\"subject\":\"ann\"}}].");
        } catch (InvalidFilterException e) {
            throw refused("filters", "At '" + e.pointer() + "': " + e.sentence());
        }
    }

    private static Problem refused(String parameter, String detail) {
        return Problem.invalid(Violation.inParameter(parameter, Violation.NOT_ALLOWED, detail));
    }
}
