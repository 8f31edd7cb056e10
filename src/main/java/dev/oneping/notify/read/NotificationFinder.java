package dev.oneping.notify.read;

import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.notify.fanout.FanOutService;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Finds a tenant's notification, for one user or for many. */
@Singleton
public class NotificationFinder {

    private final NotificationStore store;
    private final FanOutService fanOuts;

    NotificationFinder(NotificationStore store, FanOutService fanOuts) {
        this.store = store;
        this.fanOuts = fanOuts;
    }

    public Uni<Optional<NotificationView>> find(TenantId tenant, NotificationId id) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> Uni.createFrom().item(Optional.of(NotificationView.of(it))))
                        .orElseGet(() -> fanOuts.find(tenant, id).map(many -> many.map(NotificationView::of))));
    }
}
