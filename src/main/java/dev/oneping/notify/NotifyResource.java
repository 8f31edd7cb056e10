package dev.oneping.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.notify.NotificationView.Progress;
import dev.oneping.notify.NotificationView.Target;
import dev.oneping.notify.fanout.FanOutService;
import dev.oneping.rules.Decided;
import dev.oneping.rules.DecisionStage;
import dev.oneping.rules.Explanation;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where apps send what a person shall know. */
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
     * Takes one event for one person or many, decides on it, and answers what was decided and why.
     *
     * @param event the attributes of a CloudEvent in binary form, whose data is the body; empty for plain JSON
     * @param dry   whether only to say what would be decided, and leave no trace
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
        DryRun.refuseUnsaid(uri);
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
                Response.accepted(answer).location(URI.create("/v1/notifications/" + answer.id()));
        return received.replayed() ? response.header("Idempotent-Replayed", "true") : response;
    }

    /** What was answered, and whether an earlier request with the same key had been answered so. */
    record Reception(Answer answer, boolean replayed) {

        /** What has become of it in the meantime. */
        Reception by(NotificationView view) {
            String reason =
                    view.reason() == null && view.state().equals(answer.state()) ? answer.reason() : view.reason();
            return new Reception(new Answer(answer.id(), view.state(), view.target(), reason, view.fanOut()), replayed);
        }
    }

    /**
     * What was decided.
     *
     * @param id     the notification
     * @param state  {@code delivering}, {@code held}, {@code suppressed}, or what became of it by now
     * @param target the device, if one was chosen
     * @param reason why, as a stable code
     * @param fanOut how far it has come, where it is for many people
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            String id,
            String state,
            @Nullable Target target,
            @Nullable String reason,
            @Nullable FanOutView fanOut) {

        static Answer of(FanOutService.Overview overview) {
            Progress progress = FanOutView.progress(overview.stage());
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

        /** Why this device: what the stage that picked it found. */
        private static String reason(Decided decided) {
            return decided.explanation().stages().stream()
                    .filter(line -> line.stage() == DecisionStage.PICK)
                    .findFirst()
                    .map(Explanation.StageLine::reason)
                    .orElseGet(() -> decided.explanation().stages().getLast().reason());
        }
    }
}
