package dev.oneping.privacy;

import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Exports and erases all that is stored about a user. Both scan all keys of Redis, so only {@link #AT_ONCE} run on a node at a time.
 */
@Path("/v1/users/{user}")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(Scope.ADMIN_ROLE)
public class UserDataResource {

    /** How many exports and erasures run on one node at a time. */
    static final int AT_ONCE = 2;

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final UserExport export;
    private final UserEraser eraser;
    private final CurrentCaller caller;
    private final Semaphore free = new Semaphore(AT_ONCE);

    UserDataResource(UserExport export, UserEraser eraser, CurrentCaller caller) {
        this.export = export;
        this.eraser = eraser;
        this.caller = caller;
    }

    /** Exports a user's data, without secrets. */
    @GET
    @Path("/export")
    public StreamingOutput read(@PathParam("user") UserId user) {
        UserRef owner = caller.user(user);
        return output -> {
            take();
            try {
                export.write(owner, output);
            } finally {
                free.release();
            }
        };
    }

    /** Erases a user's data and answers with the proof. */
    @DELETE
    @Audited("audit.user.erased")
    public UserErasure erase(@PathParam("user") UserId user) {
        UserRef owner = caller.user(user);
        take();
        try {
            return eraser.erase(owner);
        } finally {
            free.release();
        }
    }

    private void take() {
        if (!free.tryAcquire()) {
            throw Problem.of(
                            ProblemType.LIMIT_REACHED,
                            "This server runs " + AT_ONCE + " exports and erasures already, which is the limit.")
                    .retryAfter(PAUSE);
        }
    }
}
