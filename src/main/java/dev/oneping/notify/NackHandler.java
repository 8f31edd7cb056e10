package dev.oneping.notify;

import dev.oneping.delivery.AttemptNacked;
import dev.oneping.delivery.NotificationStore;
import dev.oneping.delivery.NotificationStore.Found;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Starts the next turn immediately when a device reports that it cannot show a notification. */
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
        store.find(nack.user().tenant(), nack.notification())
                .chain(known -> known.filter(found -> isAsked(nack, found))
                        .map(found -> presence.load(nack.user()).chain(now -> turn.take(found, now, TurnTrigger.NACK)))
                        .orElseGet(() -> Uni.createFrom().nullItem()))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("a nack could not be processed, the ack window continues: %s", failure));
    }

    private static boolean isAsked(AttemptNacked nack, Found found) {
        return found.notification().to().equals(nack.user())
                && found.tracked().state() instanceof Delivering delivering
                && delivering.attempt().isOn(nack.device());
    }
}
