package dev.oneping.notify;

import dev.oneping.delivery.DeliveryStore;
import dev.oneping.delivery.DeliveryStore.Found;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Decides anew on everything that is open for a person when that person's presence changes: a device arrives, is lost,
 * is locked, or is taken up again. One notification after the other, oldest first.
 */
@Singleton
class Arrivals {

    private static final Logger LOG = Logger.getLogger(Arrivals.class);

    private final DeliveryStore store;
    private final PresenceStore presence;
    private final Turn turn;

    Arrivals(DeliveryStore store, PresenceStore presence, Turn turn) {
        this.store = store;
        this.presence = presence;
        this.turn = turn;
    }

    /** Begins the work and returns at once: the caller holds a person's connection. */
    void on(@Observes PresenceChanged change) {
        store.open(change.user())
                .chain(open -> open.isEmpty() ? Uni.createFrom().voidItem() : decide(change, open))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("open notifications will be decided later: %s", failure));
    }

    private Uni<Void> decide(PresenceChanged change, List<NotificationId> open) {
        return presence.load(change.user())
                .chain(now -> Multi.createFrom()
                        .iterable(open)
                        .onItem()
                        .transformToUniAndConcatenate(id -> decide(change, now, id))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> decide(PresenceChanged change, Presence now, NotificationId id) {
        UserRef user = change.user();
        return store.find(user.tenant(), id)
                .chain(known -> known.map(found -> decide(change, now, found))
                        .orElseGet(() -> store.forget(new DeliveryStore.Due(user, id))));
    }

    private Uni<Void> decide(PresenceChanged change, Presence now, Found found) {
        return turn.take(found, now, Cause.PRESENCE)
                .invoke(outcome -> {
                    if (outcome.decided() == null) {
                        turn.showAgain(new Found(found.notification(), outcome.tracked()), now, change.arrived());
                    }
                })
                .replaceWithVoid();
    }
}
