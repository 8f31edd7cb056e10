package dev.oneping.notify;

import dev.oneping.delivery.AckService;
import dev.oneping.delivery.CommitResult;
import dev.oneping.delivery.DeliveryProgress;
import dev.oneping.delivery.NotificationStore;
import dev.oneping.delivery.NotificationStore.Found;
import dev.oneping.delivery.ProviderResult;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.TraceLine;
import dev.oneping.delivery.Transition;
import dev.oneping.delivery.TransitionContext;
import dev.oneping.delivery.VersionedState;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Applies a provider's result to its attempt: an acceptance, which ends no wait; a request to retry later, which sets
 * the timer; or a permanent failure, which leads to the next step at once.
 */
@Singleton
class ProviderResultHandler {

    private static final Logger LOG = Logger.getLogger(ProviderResultHandler.class);
    private static final String CAUSE = "channel";
    private static final int MAX_TRIES = 10;
    private static final int MAX_CONFLICTS = 16;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final NotificationStore store;
    private final PresenceStore presence;
    private final AckService acks;
    private final Turn turn;
    private final Clock clock;

    ProviderResultHandler(NotificationStore store, PresenceStore presence, AckService acks, Turn turn, Clock clock) {
        this.store = store;
        this.presence = presence;
        this.acks = acks;
        this.turn = turn;
        this.clock = clock;
    }

    /** Begins the work and returns immediately. */
    void on(@Observes ProviderResultEvent event) {
        store.find(event.sent().to().tenant(), event.sent().id())
                .chain(known -> known.map(found -> apply(event, found, 0))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "a provider's result could not be recorded, the attempt is sent again: %s", failure));
    }

    private Uni<Void> apply(ProviderResultEvent event, Found found, int lost) {
        if (lost > MAX_CONFLICTS
                || !(found.tracked().state() instanceof Delivering delivering)
                || delivering.attempt().number() != event.attempt().number()
                || delivering.attempt().sending().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return switch (event.result()) {
            case ProviderResult.Accepted ignored ->
                commit(event, found, delivering.accepted(at(found)), "accepted_by_provider", lost);
            case ProviderResult.Later later -> {
                int tries = delivering
                        .attempt()
                        .sending()
                        .map(DeliveryProgress.Sending::tries)
                        .orElse(1);
                Instant next = clock.instant().plus(pause(tries, later.after()));
                yield tries >= MAX_TRIES || !next.isBefore(delivering.attempt().ackBy())
                        ? giveUp(found, TurnTrigger.CHANNEL_UNAVAILABLE)
                        : commit(event, found, delivering.sendLater(at(found), next), later.reason(), lost);
            }
            case ProviderResult.Dead ignored -> giveUp(found, TurnTrigger.ADDRESS_DEAD);
            case ProviderResult.Rejected ignored -> giveUp(found, TurnTrigger.CHANNEL_REJECTED);
        };
    }

    private TransitionContext at(Found found) {
        return new TransitionContext(
                found.notification().id(), found.notification().expiresAt(), clock.instant());
    }

    private Uni<Void> commit(
            ProviderResultEvent event, Found found, Optional<Transition> transition, String note, int lost) {
        return transition
                .map(made -> store.commit(found.tracked(), made, line(event, note))
                        .chain(commit -> switch (commit) {
                            case CommitResult.Made done -> {
                                acks.remember(done.tracked());
                                yield Uni.createFrom().voidItem();
                            }
                            case CommitResult.Conflict conflict ->
                                apply(event, new Found(found.notification(), conflict.tracked()), lost + 1);
                            case CommitResult.Gone ignored -> Uni.createFrom().voidItem();
                        }))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private TraceLine line(ProviderResultEvent event, String note) {
        DeviceId device = event.attempt().target().device();
        return new TraceLine(
                clock.instant(),
                CAUSE,
                List.of(),
                device == null ? null : device.value(),
                event.attempt().target().channel(),
                note,
                null);
    }

    private Uni<Void> giveUp(Found found, TurnTrigger cause) {
        VersionedState tracked = found.tracked();
        return presence.load(tracked.to())
                .chain(now -> turn.take(found, now, cause))
                .replaceWithVoid();
    }

    /** Returns the pause that the provider asks for, or an exponential backoff with jitter. */
    private static Duration pause(int tries, @Nullable Duration asked) {
        if (asked != null) {
            return asked;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 10));
        long millis = Math.min(doubled.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }
}
