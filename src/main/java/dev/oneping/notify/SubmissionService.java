package dev.oneping.notify;

import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.notify.NotifyResource.Answer;
import dev.oneping.notify.NotifyResource.Reception;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Takes in what apps hand in, for one person or many, and answers at once or when there is news, as they wish. */
@Singleton
class SubmissionService {

    private final NotifyService intake;
    private final FanOutNotifyService many;
    private final DryRun dryRun;
    private final OutcomeWaiter waits;

    SubmissionService(NotifyService intake, FanOutNotifyService many, DryRun dryRun, OutcomeWaiter waits) {
        this.intake = intake;
        this.many = many;
        this.dryRun = dryRun;
        this.waits = waits;
    }

    /** Says what would be decided, and leaves no trace. */
    Uni<Response> tried(TenantId tenant, NotifySubmission submission) {
        return dryRun.take(tenant, submission.request())
                .map(answer -> Response.ok(answer).build());
    }

    /** Takes it in; with a wish to wait, the answer comes with the news. */
    Uni<Response> taken(TenantId tenant, NotifySubmission submission, Optional<PreferHeader> prefer) {
        Uni<Reception> received = received(tenant, submission);
        return prefer.map(wish -> waited(tenant, received, wish))
                .orElseGet(() -> received.map(it -> NotifyResource.response(it).build()));
    }

    /** Takes it in. */
    Uni<Reception> received(TenantId tenant, NotifySubmission submission) {
        return submission.request().isForMany()
                ? many.take(tenant, submission.request(), submission.key())
                        .map(begun -> new Reception(Answer.of(begun.overview()), begun.replayed()))
                : intake.take(tenant, submission.request(), submission.key())
                        .map(taken -> new Reception(Answer.of(taken), taken.replayed()));
    }

    private Uni<Response> waited(TenantId tenant, Uni<Reception> received, PreferHeader wish) {
        return received.chain(it -> waits.await(
                        tenant, new NotificationId(it.answer().id()), wish)
                .map(view -> NotifyResource.response(view.map(it::by).orElse(it))
                        .header(PreferHeader.APPLIED, wish.applied())
                        .build()));
    }
}
