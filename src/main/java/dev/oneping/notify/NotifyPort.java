package dev.oneping.notify;

import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How another edge of the service has somebody notified: as {@code POST /v1/notify} does, with its checks and problems. */
public interface NotifyPort {

    /**
     * Takes a request in and takes the first turn.
     *
     * @param key the idempotency key: the same one leads to the same notification
     */
    Uni<Told> notify(TenantId tenant, NotifyRequest request, String key);

    /**
     * What was decided.
     *
     * @param id     the notification
     * @param state  where it is in its life
     * @param device the device that shows it, if there is one
     * @param reason why, as a stable code
     * @param until  until when it waits or an answer is awaited
     */
    record Told(
            String id,
            String state,
            @Nullable String device,
            @Nullable String reason,
            @Nullable Instant until) {}
}
