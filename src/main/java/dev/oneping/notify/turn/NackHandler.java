package dev.oneping.notify.turn;

import dev.oneping.change.Change.Step;
import dev.oneping.delivery.NotificationUpdater;
import dev.oneping.delivery.NotificationUpdater.Draft;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.PresumedSeen;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.AttemptNacked;
import dev.oneping.delivery.port.AttemptUnreceived;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.events.Event;
import dev.oneping.model.DeviceId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Starts the next turn immediately when a device reports that it cannot show a notification, or does not confirm that it
 * received one although its client promises to.
 */
@Singleton
class NackHandler {

    private static final Logger LOG = Logger.getLogger(NackHandler.class);

    private final NotificationStore store;
    private final PresenceStore presence;
    private final NotificationUpdater updater;
    private final Turn turn;

    NackHandler(NotificationStore store, PresenceStore presence, NotificationUpdater updater, Turn turn) {
        this.store = store;
        this.presence = presence;
        this.updater = updater;
        this.turn = turn;
    }

    /**
     * Begins the work and returns immediately. What was presumed seen on the device is revoked, because it cannot show
     * it.
     */
    void on(@Observes AttemptNacked nack) {
        subscribe(store.find(nack.user().tenant(), nack.notification())
                .chain(known -> known.filter(found -> found.notification().to().equals(nack.user()))
                        .map(found -> revoke(found, nack.device()))
                        .orElseGet(() -> Uni.createFrom().nullItem())));
    }

    private Uni<?> revoke(Found found, DeviceId device) {
        return updater.changeLoaded(
                        found.tracked(),
                        (tracked, now) -> revoke(found.notification(), tracked, device, now),
                        Optional::<VersionedState>empty)
                .chain(after -> after.<Uni<?>>map(
                                tracked -> turn(new Found(found.notification(), tracked), TurnTrigger.NACK))
                        .orElseGet(() -> Uni.createFrom().nullItem()));
    }

    /** Decides on the state that calls for a turn; empty if none is needed. */
    private static Step<Draft, VersionedState, Optional<VersionedState>> revoke(
            Notification notification, VersionedState tracked, DeviceId device, Instant now) {
        TransitionContext at = new TransitionContext(notification.id(), notification.expiresAt(), now);
        Optional<Transition> revoked =
                tracked.state() instanceof Open open ? PresumedSeen.revoke(open, at, device) : Optional.empty();
        if (revoked.isPresent()) {
            return new Step.Write<>(new Draft(revoked.get(), line(at, revoked.get(), device)), Optional::of);
        }
        boolean isMeant = isMeant(notification.to(), new Found(notification, tracked), attempt -> attempt.isOn(device));
        return new Step.Keep<>(isMeant ? Optional.of(tracked) : Optional.empty());
    }

    private static TraceLine line(TransitionContext at, Transition step, DeviceId device) {
        return new TraceLine(
                at.now(),
                TurnTrigger.NACK.code(),
                step.events().stream().map(Event::type).toList(),
                device.value(),
                null,
                null,
                null);
    }

    /** Does the same for an attempt that no session of the device has confirmed. */
    void onSilence(@Observes AttemptUnreceived silence) {
        turn(
                silence.user(),
                silence.notification(),
                attempt -> attempt.isOn(silence.device())
                        && attempt.number() == silence.attempt()
                        && attempt.receivedAt() == null,
                TurnTrigger.UNRECEIVED);
    }

    private void turn(UserRef user, NotificationId notification, Predicate<Attempt> isMeant, TurnTrigger trigger) {
        subscribe(store.find(user.tenant(), notification)
                .chain(known -> known.filter(found -> isMeant(user, found, isMeant))
                        .map(found -> turn(found, trigger))
                        .orElseGet(() -> Uni.createFrom().nullItem())));
    }

    private Uni<Turn.Outcome> turn(Found found, TurnTrigger trigger) {
        return presence.load(found.notification().to()).chain(now -> turn.take(found, now, trigger));
    }

    private static void subscribe(Uni<?> work) {
        work.subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("a nack could not be processed, the ack window continues: %s", failure));
    }

    private static boolean isMeant(UserRef user, Found found, Predicate<Attempt> isMeant) {
        return found.notification().to().equals(user)
                && found.tracked().state() instanceof Delivering delivering
                && isMeant.test(delivering.attempt());
    }
}
