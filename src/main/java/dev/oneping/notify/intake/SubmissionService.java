package dev.oneping.notify.intake;

import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.notify.intake.NotifyResource.Answer;
import dev.oneping.notify.intake.NotifyResource.Reception;
import dev.oneping.notify.read.OutcomeWaiter;
import dev.oneping.notify.read.PreferHeader;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Handles submissions for one user or many, and responds at once or after a requested wait. */
@Singleton
class SubmissionService {

    private final NotifyService notifyService;
    private final FanOutNotifyService fanOutNotify;
    private final DryRun dryRun;
    private final OutcomeWaiter waiter;
    private final Intake intake;

    SubmissionService(
            NotifyService notifyService,
            FanOutNotifyService fanOutNotify,
            DryRun dryRun,
            OutcomeWaiter waiter,
            Intake intake) {
        this.intake = intake;
        this.notifyService = notifyService;
        this.fanOutNotify = fanOutNotify;
        this.dryRun = dryRun;
        this.waiter = waiter;
    }

    /** Returns what would be decided, without any effect. */
    Uni<Response> tried(TenantId tenant, NotifySubmission submission) {
        return dryRun.take(tenant, submission.request())
                .map(answer -> Response.ok(answer).build());
    }

    /** Accepts a submission; with a preference to wait, the response comes with the result. */
    Uni<Response> taken(TenantId tenant, NotifySubmission submission, Optional<PreferHeader> prefer) {
        Uni<Reception> received = received(tenant, submission);
        return prefer.map(preference -> waited(tenant, received, preference))
                .orElseGet(() -> received.map(it -> NotifyResource.response(it).build()));
    }

    /** Accepts a submission, unless this node is too busy for its priority. */
    Uni<Reception> received(TenantId tenant, NotifySubmission submission) {
        return intake.admit(submission.request().priority(), () -> stored(tenant, submission));
    }

    private Uni<Reception> stored(TenantId tenant, NotifySubmission submission) {
        return submission.request().isForMany()
                ? fanOutNotify
                        .take(tenant, submission.request(), submission.key())
                        .map(begun -> new Reception(Answer.of(begun.overview()), begun.replayed()))
                : notifyService
                        .take(tenant, submission.request(), submission.key())
                        .map(taken -> new Reception(Answer.of(taken), taken.replayed()));
    }

    private Uni<Response> waited(TenantId tenant, Uni<Reception> received, PreferHeader preference) {
        return received.chain(it -> waiter.await(
                        tenant, new NotificationId(it.answer().id()), preference)
                .map(view -> NotifyResource.response(view.map(it::by).orElse(it))
                        .header(PreferHeader.APPLIED, preference.applied())
                        .build()));
    }
}
