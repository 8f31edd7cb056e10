package dev.oneping.notify.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A user's notifications, open and ended, for apps that show them and for the user's own devices. */
@Path("/v1/users/{user}/notifications")
public class InboxResource {

    private static final int MAX_LIMIT = 250;
    private final Inbox inbox;
    private final CurrentCaller caller;

    InboxResource(Inbox inbox, CurrentCaller caller) {
        this.inbox = inbox;
        this.caller = caller;
    }

    /**
     * Lists notifications, newest first.
     *
     * @param states comma-separated states to include; {@code open} and {@code ended} mean several
     * @param after  the cursor of an earlier page
     */
    @GET
    @RolesAllowed({Scope.NOTIFY_ROLE, Scope.INSPECT_ROLE, CurrentCaller.DEVICE})
    public Uni<Page> list(
            @PathParam("user") UserId user,
            @QueryParam("state") @Nullable String states,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("after") @Nullable String after) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw wrong("limit", "'limit' must be from 1 to " + MAX_LIMIT + ".");
        }
        UserRef owner = caller.user(user);
        boolean showsContent = caller.maySeeContent();
        return inbox.read(owner, cursor(after), limit + 1, StateFilter.of(states))
                .chain(found -> inbox.open(owner).map(open -> Page.of(shown(found, showsContent), limit, open)));
    }

    private static List<NotificationView> shown(List<NotificationView> found, boolean showsContent) {
        return showsContent
                ? found
                : found.stream().map(NotificationView::withoutContent).toList();
    }

    private static @Nullable NotificationId cursor(@Nullable String after) {
        if (after == null || after.isEmpty()) {
            return null;
        }
        if (!NotificationId.isWellFormed(after)) {
            throw wrong("after", "Invalid cursor; use 'next_cursor' of an earlier response, or omit it.");
        }
        return new NotificationId(after);
    }

    private static Problem wrong(String parameter, String detail) {
        return Problem.invalid(Violation.inParameter(parameter, Violation.NOT_ALLOWED, detail));
    }

    /**
     * A page of notifications.
     *
     * @param nextCursor the cursor of the next page; null on the last
     * @param open       the number of all open ones, whatever the page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Page(
            List<NotificationView> data, @Nullable String nextCursor, boolean hasMore, long open) {

        static Page of(List<NotificationView> found, int limit, long open) {
            boolean more = found.size() > limit;
            List<NotificationView> data = more ? found.subList(0, limit) : found;
            return new Page(data, more ? data.getLast().id() : null, more, open);
        }
    }
}
