package dev.oneping.notify.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.events.EventId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.IdempotencyKey;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.text.Rfc3339;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The search of a tenant's notifications, for support. */
@Path("/v1/notifications")
@Produces(MediaType.APPLICATION_JSON)
public class NotificationSearchResource {

    private static final int MAX_LIMIT = 100;

    private final NotificationSearch search;
    private final CurrentCaller caller;

    NotificationSearchResource(NotificationSearch search, CurrentCaller caller) {
        this.search = search;
        this.caller = caller;
    }

    /** Finds notifications, the newest first. */
    @GET
    @RolesAllowed({Scope.NOTIFY_ROLE, Scope.INSPECT_ROLE})
    public Uni<Page> find(@BeanParam Query query) {
        TenantId tenant = caller.tenant();
        boolean showsContent = caller.maySeeContent();
        Instant since = query.earliest();
        Predicate<NotificationView> wanted = query.wanted();
        int limit = query.checkedLimit();
        if (query.idempotencyKey != null) {
            return search.withKey(tenant, IdempotencyKey.checked("idempotency_key", query.idempotencyKey), wanted)
                    .map(result -> Page.of(result, showsContent));
        }
        UserId user = query.checkedUser();
        Uni<NotificationSearch.Result> found = user == null
                ? search.ofTenant(tenant, query.eventCursor(), since, limit, wanted)
                : search.ofUser(new UserRef(tenant, user), query.inboxCursor(), limit, wanted);
        return found.map(result -> Page.of(result, showsContent));
    }

    /** The query parameters. */
    public static final class Query {

        @QueryParam("user")
        @Nullable
        String user;

        @QueryParam("state")
        @Nullable
        String state;

        @QueryParam("priority")
        @Nullable
        String priority;

        @QueryParam("category")
        @Nullable
        String category;

        @QueryParam("collapse_key")
        @Nullable
        String collapseKey;

        @QueryParam("idempotency_key")
        @Nullable
        String idempotencyKey;

        @QueryParam("since")
        @Nullable
        String since;

        @QueryParam("until")
        @Nullable
        String until;

        @QueryParam("limit")
        @DefaultValue("50")
        int limit;

        @QueryParam("after")
        @Nullable
        String after;

        private Predicate<NotificationView> wanted() {
            Instant earliest = earliest();
            Instant latest = time("until", until, Instant.MAX);
            Priority urgency = checkedPriority();
            return StateFilter.of(state)
                    .and(view -> !view.createdAt().isBefore(earliest)
                            && !view.createdAt().isAfter(latest)
                            && (urgency == null || urgency == view.priority())
                            && (user == null || user.equals(view.to().user()))
                            && (category == null || category.equals(view.category()))
                            && (collapseKey == null || collapseKey.equals(view.collapseKey())));
        }

        private Instant earliest() {
            return time("since", since, Instant.EPOCH);
        }

        private int checkedLimit() {
            if (limit < 1 || limit > MAX_LIMIT) {
                throw wrong("limit", "limit must be from 1 to " + MAX_LIMIT + ".");
            }
            return limit;
        }

        private @Nullable UserId checkedUser() {
            if (user == null) {
                return null;
            }
            try {
                return new UserId(user);
            } catch (IllegalArgumentException e) {
                throw wrong("user", e.getMessage() + ".");
            }
        }

        private @Nullable Priority checkedPriority() {
            if (priority == null) {
                return null;
            }
            return Stream.of(Priority.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(priority))
                    .findFirst()
                    .orElseThrow(() -> wrong("priority", "priority must be low, normal, high or critical."));
        }

        private @Nullable EventId eventCursor() {
            if (after == null || after.isEmpty()) {
                return until == null ? null : EventId.afterAllOf(time("until", until, Instant.MAX));
            }
            if (!EventId.isWellFormed(after)) {
                throw unknownCursor();
            }
            return new EventId(after);
        }

        private @Nullable NotificationId inboxCursor() {
            if (after == null || after.isEmpty()) {
                return null;
            }
            if (!NotificationId.isWellFormed(after)) {
                throw unknownCursor();
            }
            return new NotificationId(after);
        }

        private static Instant time(String name, @Nullable String text, Instant otherwise) {
            return text == null || text.isEmpty()
                    ? otherwise
                    : Rfc3339.parse(text)
                            .orElseThrow(() -> wrong(name, name + " must be a time such as 2026-11-23T20:15:00Z."));
        }

        private static Problem unknownCursor() {
            return wrong("after", "Unknown cursor; use 'next_cursor' of an earlier response to the same query.");
        }

        private static Problem wrong(String parameter, String detail) {
            return Problem.invalid(Violation.inParameter(parameter, Violation.NOT_ALLOWED, detail));
        }
    }

    /**
     * A page of notifications.
     *
     * @param nextCursor the cursor of the next page; null on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<NotificationView> data, @Nullable String nextCursor, boolean hasMore) {

        static Page of(NotificationSearch.Result result, boolean showsContent) {
            return new Page(
                    showsContent
                            ? result.page()
                            : result.page().stream()
                                    .map(NotificationView::withoutContent)
                                    .toList(),
                    result.next(),
                    result.next() != null);
        }
    }
}
