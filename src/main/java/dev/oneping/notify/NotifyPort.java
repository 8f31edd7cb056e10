package dev.oneping.notify;

import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The port by which another feature notifies a user, like {@code POST /v1/notify}, with the same checks and problems.
 */
public interface NotifyPort {

    /**
     * Accepts a request and takes the first turn.
     *
     * @param key the idempotency key: a repeated key returns the same notification
     */
    Uni<Result> notify(TenantId tenant, NotifyRequest request, String key);

    /**
     * The decision.
     *
     * @param id     the notification
     * @param state  its state
     * @param device the device that shows it, if any
     * @param reason the reason, as a stable code
     * @param until  the end of the hold or of the ack window
     */
    record Result(
            String id,
            String state,
            @Nullable String device,
            @Nullable String reason,
            @Nullable Instant until) {}
}
