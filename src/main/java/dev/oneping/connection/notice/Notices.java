package dev.oneping.connection.notice;

import dev.oneping.connection.grip.Broadcast;
import dev.oneping.connection.grip.GripConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * How a notice changes: it is written; caches are told to forget it; then the newest version is published to whoever looks.
 * In that order, or a page that asks again would be answered with what stood before. Once in a second at the most for each
 * notice; who looks misses versions in between, never the last one.
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

    /** Writes a document, and tells; answers its version. */
    Uni<Long> put(NoticeRef notice, String document) {
        return store.put(notice, document).invoke(() -> changes.changed(notice));
    }

    /** What stands now. */
    Uni<Notice> read(NoticeRef notice) {
        return store.read(notice);
    }

    private void tell(NoticeRef notice) {
        if (!broadcast.reachesAnybody()) {
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
                        failure -> LOG.warnf("a notice was not published: %s", failure.getMessage()));
    }
}
