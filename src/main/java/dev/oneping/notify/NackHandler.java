package dev.oneping.notify;

import dev.oneping.delivery.Attempt;
import dev.oneping.delivery.AttemptNacked;
import dev.oneping.delivery.AttemptUnreceived;
import dev.oneping.delivery.NotificationStore;
import dev.oneping.delivery.NotificationStore.Found;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
    private final Turn turn;

    NackHandler(NotificationStore store, PresenceStore presence, Turn turn) {
        this.store = store;
        this.presence = presence;
        this.turn = turn;
    }

    /** Begins the work and returns immediately. */
    void on(@Observes AttemptNacked nack) {
        turn(nack.user(), nack.notification(), attempt -> attempt.isOn(nack.device()), TurnTrigger.NACK);
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
        store.find(user.tenant(), notification)
                .chain(known -> known.filter(found -> isMeant(user, found, isMeant))
                        .map(found -> presence.load(user).chain(now -> turn.take(found, now, trigger)))
                        .orElseGet(() -> Uni.createFrom().nullItem()))
                .subscribe()
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
