package dev.oneping.notice;

import dev.oneping.connection.grip.Broadcast;
import dev.oneping.connection.grip.GripConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Changes notices: writes the new version, purges caches, then publishes the newest version to current viewers. In
 * this order, since a page that asks again would otherwise get the old version from a cache. Published at most once
 * per second for each notice; viewers may miss intermediate versions, never the last one.
 */
@Singleton
class Notices {

    private static final Logger LOG = Logger.getLogger(Notices.class);

    private final NoticeStore store;
    private final Broadcast broadcast;
    private final ChangeThrottle<NoticeRef> changes;

    Notices(NoticeStore store, Broadcast broadcast, Vertx vertx, GripConfig config) {
        this.store = store;
        this.broadcast = broadcast;
        long pause = config.coalesce().toMillis();
        this.changes = new ChangeThrottle<>(this::tell, task -> vertx.setTimer(pause, ignored -> task.run()));
    }

    /** Writes a document and publishes it; returns its version. */
    Uni<Long> put(NoticeRef notice, String document) {
        return store.put(notice, document).invoke(() -> changes.changed(notice));
    }

    /** Returns the current notice. */
    Uni<Notice> read(NoticeRef notice) {
        return store.read(notice);
    }

    private void tell(NoticeRef notice) {
        if (!broadcast.hasProxies()) {
            return;
        }
        broadcast
                .purge(notice.surrogateKey())
                .chain(() -> store.take(notice))
                .subscribe()
                .with(
                        taken -> taken.ifPresent(it -> broadcast.stream(
                                notice.channel(),
                                Long.toString(it.notice().version()),
                                Long.toString(it.before()),
                                it.notice().event())),
                        failure -> LOG.warnf("publishing a notice failed: %s", failure));
    }
}
