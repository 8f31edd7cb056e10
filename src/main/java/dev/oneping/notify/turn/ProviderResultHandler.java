package dev.oneping.notify.turn;

import dev.oneping.change.Change.Step;
import dev.oneping.delivery.NotificationUpdater;
import dev.oneping.delivery.NotificationUpdater.Draft;
import dev.oneping.delivery.life.DeliveryProgress;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.ProviderResult;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.presence.store.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final NotificationStore store;
    private final PresenceStore presence;
    private final NotificationUpdater updater;
    private final Turn turn;

    ProviderResultHandler(NotificationStore store, PresenceStore presence, NotificationUpdater updater, Turn turn) {
        this.store = store;
        this.presence = presence;
        this.updater = updater;
        this.turn = turn;
    }

    /** Begins the work and returns immediately. */
    void on(@Observes ProviderResultEvent event) {
        store.find(event.sent().to().tenant(), event.sent().id())
                .chain(known -> known.map(found -> apply(event, found))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf(
                                "a provider's result could not be recorded, the attempt is sent again: %s", failure));
    }

    private Uni<Void> apply(ProviderResultEvent event, Found found) {
        return updater.changeLoaded(
                        found.tracked(),
                        (tracked, now) -> decide(event, found.notification(), tracked, now),
                        Optional::<Failed>empty)
                .chain(failed -> failed.map(it -> giveUp(new Found(found.notification(), it.tracked()), it.cause()))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Decides on a result: the transition to commit, or that the attempt has failed. */
    private Step<Draft, VersionedState, Optional<Failed>> decide(
            ProviderResultEvent event, Notification notification, VersionedState tracked, Instant now) {
        if (!(tracked.state() instanceof Delivering delivering)
                || delivering.attempt().number() != event.attempt().number()
                || delivering.attempt().sending().isEmpty()) {
            return new Step.Keep<>(Optional.empty());
        }
        TransitionContext at = new TransitionContext(notification.id(), notification.expiresAt(), now);
        return switch (event.result()) {
            case ProviderResult.Accepted ignored -> write(event, delivering.accepted(at), "accepted_by_provider", now);
            case ProviderResult.Later later -> {
                int tries = delivering
                        .attempt()
                        .sending()
                        .map(DeliveryProgress.Sending::tries)
                        .orElse(1);
                Instant next = now.plus(pause(tries, later.after()));
                yield tries >= MAX_TRIES || !next.isBefore(delivering.attempt().ackBy())
                        ? failed(tracked, TurnTrigger.CHANNEL_UNAVAILABLE)
                        : write(event, delivering.sendLater(at, next), later.reason(), now);
            }
            case ProviderResult.Dead ignored -> failed(tracked, TurnTrigger.ADDRESS_DEAD);
            case ProviderResult.Rejected ignored -> failed(tracked, TurnTrigger.CHANNEL_REJECTED);
        };
    }

    private static Step<Draft, VersionedState, Optional<Failed>> write(
            ProviderResultEvent event, Optional<Transition> transition, String note, Instant now) {
        return transition
                .<Step<Draft, VersionedState, Optional<Failed>>>map(
                        next -> new Step.Write<>(new Draft(next, line(event, note, now)), ignored -> Optional.empty()))
                .orElseGet(() -> new Step.Keep<>(Optional.empty()));
    }

    private static Step<Draft, VersionedState, Optional<Failed>> failed(VersionedState tracked, TurnTrigger cause) {
        return new Step.Keep<>(Optional.of(new Failed(tracked, cause)));
    }

    private static TraceLine line(ProviderResultEvent event, String note, Instant now) {
        DeviceId device = event.attempt().target().device();
        return new TraceLine(
                now,
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

    /** An attempt that cannot succeed, in the state in which that was found. */
    private record Failed(VersionedState tracked, TurnTrigger cause) {}
}
