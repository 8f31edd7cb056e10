package dev.oneping.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventCatalogue;
import dev.oneping.events.EventId;
import dev.oneping.events.LoggedEvent;
import dev.oneping.events.TypePattern;
import dev.oneping.events.filter.EventFilter;
import dev.oneping.events.filter.FilterReader;
import dev.oneping.events.filter.InvalidFilterException;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.text.Rfc3339;
import java.time.Instant;
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
        names.forEach(FeedQuery::checkUser);
        return new FeedQuery(
                tenant, patterns, names, filters == null ? new EventFilter.All(List.of()) : filters(filters, json));
    }

    private static void checkUser(String name) {
        try {
            new UserId(name);
        } catch (IllegalArgumentException e) {
            throw refused("users", e.getMessage() + ".");
        }
    }

    /** Parses an event id; null if omitted. */
    static @Nullable EventId eventId(String parameter, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!EventId.isWellFormed(text)) {
            throw refused(
                    parameter,
                    "Unknown cursor; with order=newest, use 'next_cursor' of an earlier response or an event id.");
        }
        return new EventId(text);
    }

    /** Parses a time; the earliest if omitted. */
    static Instant time(String parameter, @Nullable String text) {
        return text == null || text.isEmpty()
                ? Instant.EPOCH
                : Rfc3339.parse(text)
                        .orElseThrow(
                                () -> refused(parameter, parameter + " must be a time such as 2026-11-23T20:15:00Z."));
    }

    TenantId tenant() {
        return tenant;
    }

    /** Returns the shards that can hold matching events. */
    List<Shard> shards(Shards all) {
        return users.isEmpty()
                ? all.all()
                : users.stream()
                        .map(user -> all.of(new UserRef(tenant, new UserId(user))))
                        .distinct()
                        .toList();
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
