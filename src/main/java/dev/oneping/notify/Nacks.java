package dev.oneping.notify;

import dev.oneping.delivery.DeliveryStore;
import dev.oneping.delivery.DeliveryStore.Found;
import dev.oneping.delivery.Nacked;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Goes on at once when a device says that it cannot show what it was sent. */
@Singleton
class Nacks {

    private static final Logger LOG = Logger.getLogger(Nacks.class);

    private final DeliveryStore store;
    private final PresenceStore presence;
    private final Turn turn;

    Nacks(DeliveryStore store, PresenceStore presence, Turn turn) {
        this.store = store;
        this.presence = presence;
        this.turn = turn;
    }

    /** Begins the work and returns at once. */
    void on(@Observes Nacked nack) {
        store.find(nack.user().tenant(), nack.notification())
                .chain(known -> known.filter(found -> isAsked(nack, found))
                        .map(found -> presence.load(nack.user()).chain(now -> turn.take(found, now, Cause.NACK)))
                        .orElseGet(() -> Uni.createFrom().nullItem()))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("a nack was lost, its ack window decides: %s", failure));
    }

    private static boolean isAsked(Nacked nack, Found found) {
        return found.notification().to().equals(nack.user())
                && found.tracked().state() instanceof Delivering delivering
                && delivering.attempt().isOn(nack.device());
    }
}
