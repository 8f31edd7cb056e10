package dev.oneping.notify;

import dev.oneping.model.TenantId;
import dev.oneping.notify.NotificationView.Progress;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** The door of {@link Intake} for the other edges. */
@Singleton
class IntakeDoor implements Notifying {

    private final Intake intake;

    IntakeDoor(Intake intake) {
        this.intake = intake;
    }

    @Override
    public Uni<Told> notify(TenantId tenant, NotifyRequest request, String key) {
        return intake.take(tenant, request, key).map(IntakeDoor::told);
    }

    private static Told told(Taken taken) {
        NotifyResource.Answer answer = NotifyResource.Answer.of(taken);
        Progress progress = Progress.of(taken.found().tracked().state());
        return new Told(
                answer.id(),
                answer.state(),
                progress.target() == null ? null : progress.target().device(),
                answer.reason(),
                progress.until());
    }
}
