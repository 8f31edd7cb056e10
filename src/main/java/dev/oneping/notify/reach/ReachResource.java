package dev.oneping.notify.reach;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.Priority;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.text.CodePoints;
import dev.oneping.watch.PresencePermissions;
import dev.oneping.watch.WatchRequest;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The endpoint that reports how a user could be reached now. */
@Path("/v1/users/{user}/reachability")
public class ReachResource {

    private static final int LONGEST_CATEGORY = 64;

    private final ReachService reach;
    private final PresencePermissions permissions;
    private final CurrentCaller caller;

    ReachResource(ReachService reach, PresencePermissions permissions, CurrentCaller caller) {
        this.reach = reach;
        this.permissions = permissions;
        this.caller = caller;
    }

    /**
     * Returns the full answer for a key that may notify; the band alone for a key that may only read presence, and for
     * other users' devices where the tenant allows it.
     */
    @GET
    @RolesAllowed({Scope.NOTIFY_ROLE, Scope.PRESENCE_ROLE, Scope.INSPECT_ROLE, CurrentCaller.DEVICE})
    public Uni<ReachView> read(
            @PathParam("user") UserId user,
            @QueryParam("priority") @DefaultValue("normal") String priority,
            @QueryParam("category") @DefaultValue("default") String category) {
        UserRef whose = new UserRef(caller.tenant(), user);
        Priority urgency = priority(priority);
        if (category.isEmpty() || CodePoints.count(category) > LONGEST_CATEGORY) {
            throw refused("category", "'category' must be 1 to " + LONGEST_CATEGORY + " characters.");
        }
        return switch (caller.get()) {
            case Caller.App app when mayNotify(app) -> reach.of(whose, urgency, category);
            case Caller.App ignored -> reach.asOthersSee(whose, urgency, category);
            case Caller.Device device ->
                permissions
                        .refused(device.userRef(), new WatchRequest(List.of(user), List.of()))
                        .invoke(refusal -> {
                            if (!refusal.isNone()) {
                                throw Problem.of(ProblemType.FORBIDDEN, refusal.sentence());
                            }
                        })
                        .chain(() -> reach.asOthersSee(whose, urgency, category));
        };
    }

    private static boolean mayNotify(Caller.App app) {
        return Set.of(Scope.NOTIFY, Scope.ADMIN).stream().anyMatch(app.scopes()::contains);
    }

    private static Priority priority(String text) {
        return Arrays.stream(Priority.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> refused("priority", "'priority' must be low, normal, high or critical."));
    }

    private static Problem refused(String parameter, String detail) {
        return Problem.invalid(Violation.inParameter(parameter, Violation.NOT_ALLOWED, detail));
    }
}
