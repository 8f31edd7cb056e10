package dev.oneping.notify.intake;

import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.Idempotency;
import dev.oneping.notify.NotifyRequest;
import dev.oneping.notify.fanout.Audience;
import dev.oneping.notify.fanout.FanOut;
import dev.oneping.notify.fanout.FanOutService;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Accepts an event for more than one user, with the same checks and the same idempotency. */
@Singleton
class FanOutNotifyService {

    private final AudienceResolver audiences;
    private final NotifyRequestValidator validator;
    private final Idempotency idempotency;
    private final FanOutService fanOuts;
    private final Shards shards;
    private final Clock clock;

    FanOutNotifyService(
            AudienceResolver audiences,
            NotifyRequestValidator validator,
            Idempotency idempotency,
            FanOutService fanOuts,
            Shards shards,
            Clock clock) {
        this.audiences = audiences;
        this.validator = validator;
        this.idempotency = idempotency;
        this.fanOuts = fanOuts;
        this.shards = shards;
        this.clock = clock;
    }

    /**
     * Accepts a request.
     *
     * @param key the caller's idempotency key; null for none
     */
    Uni<Begun> take(TenantId tenant, NotifyRequest request, @Nullable String key) {
        return audiences
                .of(tenant, Objects.requireNonNull(request.to()))
                .chain(audience -> take(tenant, request, audience, key));
    }

    private Uni<Begun> take(TenantId tenant, NotifyRequest request, Audience audience, @Nullable String key) {
        Instant now = clock.instant();
        UserRef standIn = new UserRef(tenant, standIn(audience));
        NotificationId fresh = NotificationId.create(now, shards.of(standIn).number());
        Notification pattern = validator.admit(request, standIn, fresh, now);
        if (key == null) {
            return begin(pattern, audience, false);
        }
        return idempotency
                .idFor(tenant, key, idempotency.text(request), fresh)
                .chain(id ->
                        id.equals(fresh) ? begin(pattern, audience, false) : repeat(tenant, id, pattern, audience));
    }

    private Uni<Begun> begin(Notification pattern, Audience audience, boolean replayed) {
        return fanOuts.begin(new FanOut(pattern, audience)).map(overview -> new Begun(overview, replayed));
    }

    /**
     * Handles a key that was used before. If the earlier request was cut short before it stored anything, this one
     * stores it.
     */
    private Uni<Begun> repeat(TenantId tenant, NotificationId id, Notification pattern, Audience audience) {
        return fanOuts.find(tenant, id)
                .chain(found -> found.map(it -> Uni.createFrom().item(new Begun(it, true)))
                        .orElseGet(() -> begin(pattern.under(id), audience, true)));
    }

    /** Returns the user id under which the fan-out itself is stored; no notification is sent to it. */
    private static UserId standIn(Audience audience) {
        return switch (audience) {
            case Audience.OneOf oneOf -> new UserId(oneOf.group().value());
            case Audience.Everyone everyone -> everyone.people().getFirst();
            case Audience.Subscribers(var topic) -> new UserId(topic.value());
        };
    }

    /** The progress of the fan-out, and whether an earlier request began it. */
    record Begun(FanOutService.Overview overview, boolean replayed) {}
}
