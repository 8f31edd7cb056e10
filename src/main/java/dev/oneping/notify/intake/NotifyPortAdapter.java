package dev.oneping.notify.intake;

import dev.oneping.model.TenantId;
import dev.oneping.notify.NotifyPort;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.notify.read.NotificationView.Progress;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Implements {@link NotifyPort} by {@link NotifyService}. */
@Singleton
class NotifyPortAdapter implements NotifyPort {

    private final NotifyService notifyService;

    NotifyPortAdapter(NotifyService notifyService) {
        this.notifyService = notifyService;
    }

    @Override
    public Uni<Result> notify(TenantId tenant, NotifyRequest request, String key) {
        return notifyService.take(tenant, request, key).map(NotifyPortAdapter::result);
    }

    private static Result result(AcceptedNotification taken) {
        NotifyResource.Answer answer = NotifyResource.Answer.of(taken);
        Progress progress = Progress.of(taken.found().tracked().state());
        return new Result(
                answer.id(),
                answer.state(),
                progress.target() == null ? null : progress.target().device(),
                answer.reason(),
                progress.until());
    }
}
