package dev.oneping.notify.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.notify.IdempotencyKey;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.notify.fanout.FanOutService;
import dev.oneping.notify.read.FanOutView;
import dev.oneping.notify.read.NotificationView;
import dev.oneping.notify.read.NotificationView.Progress;
import dev.oneping.notify.read.NotificationView.Target;
import dev.oneping.notify.read.PreferHeader;
import dev.oneping.rules.Decided;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoint through which apps notify users. */
@Path("/v1/notify")
@Produces(MediaType.APPLICATION_JSON)
public class NotifyResource {

    private final SubmissionService submissions;
    private final CurrentCaller caller;

    NotifyResource(SubmissionService submissions, CurrentCaller caller) {
        this.submissions = submissions;
        this.caller = caller;
    }

    /**
     * Accepts one event for one user or many, decides on it, and returns the decision with its reason.
     *
     * @param event the attributes of a CloudEvent in binary form, whose data is the body; empty for plain JSON
     * @param dry   whether to return only what would be decided, without any effect
     */
    @POST
    @RolesAllowed(Scope.NOTIFY_ROLE)
    public Uni<Response> notify(
            NotifyRequest request,
            @BeanParam CloudEventHeaders event,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            @HeaderParam(PreferHeader.HEADER) @Nullable String prefer,
            @QueryParam("dry_run") @DefaultValue("false") boolean dry,
            @Context UriInfo uri) {
        DryRun.rejectEmpty(uri);
        String checked = IdempotencyKey.checked(key);
        NotifySubmission submission =
                event.isPresent() ? event.submission(request) : new NotifySubmission(request, checked);
        return dry
                ? submissions.tried(caller.tenant(), submission)
                : submissions.taken(caller.tenant(), submission, PreferHeader.of(prefer));
    }

    static Response.ResponseBuilder response(Reception received) {
        Answer answer = received.answer();
        Response.ResponseBuilder response =
                Response.accepted(answer).header(HttpHeaders.LOCATION, "/v1/notifications/" + answer.id());
        return received.replayed() ? response.header("Idempotent-Replayed", "true") : response;
    }

    /** The response, and whether it repeats that of an earlier request with the same key. */
    record Reception(Answer answer, boolean replayed) {

        /** Returns a copy with the current state. */
        Reception by(NotificationView view) {
            String reason =
                    view.reason() == null && view.state().equals(answer.state()) ? answer.reason() : view.reason();
            return new Reception(new Answer(answer.id(), view.state(), view.target(), reason, view.fanOut()), replayed);
        }
    }

    /**
     * The decision.
     *
     * @param id     the notification
     * @param state  {@code delivering}, {@code held}, {@code suppressed}, or the current state
     * @param target the chosen target, if any
     * @param reason the reason, as a stable code
     * @param fanOut the progress, if it is for many users
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            String id,
            String state,
            @Nullable Target target,
            @Nullable String reason,
            @Nullable FanOutView fanOut) {

        static Answer of(FanOutService.Overview overview) {
            Progress progress = FanOutView.progress(overview.state());
            return new Answer(
                    overview.fanOut().id().value(), progress.state(), null, progress.reason(), FanOutView.of(overview));
        }

        static Answer of(AcceptedNotification taken) {
            Progress progress = Progress.of(taken.found().tracked().state());
            String reason = Optional.ofNullable(progress.reason())
                    .or(() -> Optional.ofNullable(taken.decided()).map(Answer::reason))
                    .orElse(null);
            return new Answer(
                    taken.found().notification().id().value(), progress.state(), progress.target(), reason, null);
        }

        /** Returns why this device was chosen: the finding of the stage that picked it. */
        private static String reason(Decided decided) {
            return decided.explanation().stages().stream()
                    .filter(line -> line.stage() == DecisionStage.PICK)
                    .findFirst()
                    .map(Explanation.StageLine::reason)
                    .orElseGet(() -> decided.explanation().stages().getLast().reason());
        }
    }
}
