package dev.oneping.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.notify.NotificationView.Progress;
import dev.oneping.notify.NotificationView.Target;
import dev.oneping.notify.fanout.FanOuts;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Explanation;
import dev.oneping.rules.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where apps send what a person shall know. */
@Path("/v1/notify")
public class NotifyResource {

    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7e]{1,255}");

    private final Intake intake;
    private final ManyIntake many;
    private final DryRun dryRun;
    private final CurrentCaller caller;

    NotifyResource(Intake intake, ManyIntake many, DryRun dryRun, CurrentCaller caller) {
        this.intake = intake;
        this.many = many;
        this.dryRun = dryRun;
        this.caller = caller;
    }

    /**
     * Takes one event for one person or many, decides on it, and answers what was decided and why.
     *
     * @param dry whether only to say what would be decided, and leave no trace
     */
    @POST
    @RolesAllowed(Scope.NOTIFY_ROLE)
    public Uni<Response> notify(
            NotifyRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @QueryParam("dry_run") @DefaultValue("false") boolean dry) {
        if (dry) {
            return dryRun.take(caller.tenant(), request)
                    .map(answer -> Response.ok(answer).build());
        }
        if (request.isForMany()) {
            return many.take(caller.tenant(), request, checked(key))
                    .map(begun -> response(Answer.of(begun.overview()), begun.replayed()));
        }
        return intake.take(caller.tenant(), request, checked(key))
                .map(taken -> response(Answer.of(taken), taken.replayed()));
    }

    private static Response response(Answer answer, boolean replayed) {
        Response.ResponseBuilder response =
                Response.accepted(answer).location(URI.create("/v1/notifications/" + answer.id()));
        return replayed ? response.header("Idempotent-Replayed", "true").build() : response.build();
    }

    /** The key without the quotes that the header's definition asks for and hardly anybody sends. */
    private static @Nullable String checked(@Nullable String header) {
        if (header == null) {
            return null;
        }
        boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
        String key = quoted ? header.substring(1, header.length() - 1) : header;
        if (!KEY.matcher(key).matches()) {
            throw Problem.invalid(Violation.inParameter(
                    "Idempotency-Key", Violation.NOT_ALLOWED, "The key must be 1 to 255 visible ASCII characters."));
        }
        return key;
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

        static Answer of(FanOuts.Overview overview) {
            Progress progress = FanOutView.progress(overview.stage());
            return new Answer(
                    overview.fanOut().id().value(),
                    progress.state(),
                    null,
                    progress.reason(),
                    FanOutView.of(overview));
        }

        static Answer of(Taken taken) {
            Progress progress = Progress.of(taken.found().tracked().state());
            String reason = Optional.ofNullable(progress.reason())
                    .or(() -> Optional.ofNullable(taken.decided()).map(Answer::reason))
                    .orElse(null);
            return new Answer(taken.found().notification().id().value(), progress.state(), progress.target(), reason, null);
        }

        /** Why this device: what the stage that picked it found. */
        private static String reason(Decided decided) {
            return decided.explanation().stages().stream()
                    .filter(line -> line.stage() == Stage.PICK)
                    .findFirst()
                    .map(Explanation.StageLine::reason)
                    .orElseGet(() -> decided.explanation().stages().getLast().reason());
        }
    }
}
