package dev.oneping.auth.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.oneping.audit.AuditEntry;
import dev.oneping.audit.AuditLog;
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
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTTP API to the administrative acts of the caller's tenant. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.ADMIN_ROLE)
public class AuditResource {

    private static final Pattern CURSOR = Pattern.compile("\\d{1,15}-\\d{1,15}");
    private static final int PAGE = 250;

    private final AuditLog log;
    private final CurrentCaller caller;

    AuditResource(AuditLog log, CurrentCaller caller) {
        this.log = log;
        this.caller = caller;
    }

    /**
     * Lists acts, the oldest first.
     *
     * @param type only acts of this kind, or of the kinds that begin like this if it ends with an asterisk
     */
    @GET
    public Uni<Listing> list(
            @QueryParam("since") @Nullable Instant since,
            @QueryParam("after") @Nullable String after,
            @QueryParam("type") @Nullable String type,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        if (after != null && !CURSOR.matcher(after).matches()) {
            throw Problem.invalid(Violation.inParameter(
                    "after",
                    Violation.NOT_ALLOWED,
                    "Invalid cursor; use 'next_cursor' of an earlier response, or omit it."));
        }
        if (limit < 1 || limit > PAGE) {
            throw Problem.invalid(
                    Violation.inParameter("limit", Violation.NOT_ALLOWED, "'limit' must be from 1 to " + PAGE + "."));
        }
        return log.read(caller.tenant(), after, since, limit).map(found -> Listing.of(found, type, limit));
    }

    /** An act with its cursor. */
    public record Act(String id, @JsonUnwrapped AuditEntry entry) {}

    /**
     * A page of acts. With a filter it may have fewer than asked for, or none, and still be followed by another page.
     *
     * @param nextCursor the cursor of the next page; null on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Listing(List<Act> data, @Nullable String nextCursor, boolean hasMore) {

        static Listing of(List<AuditLog.Numbered> found, @Nullable String type, int limit) {
            List<Act> data = found.stream()
                    .filter(one -> type == null || matches(type, one.entry().type()))
                    .map(one -> new Act(one.cursor(), one.entry()))
                    .toList();
            boolean more = found.size() == limit;
            return new Listing(data, more ? found.getLast().cursor() : null, more);
        }

        private static boolean matches(String wanted, String type) {
            return wanted.endsWith("*")
                    ? type.startsWith(wanted.substring(0, wanted.length() - 1))
                    : type.equals(wanted);
        }
    }
}
