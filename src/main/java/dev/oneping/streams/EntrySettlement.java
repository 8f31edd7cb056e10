package dev.oneping.streams;

import io.vertx.core.Future;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Ends an entry's stay in this process: acknowledged, put aside, left for another delivery, or the channel stopped. */
final class EntrySettlement {

    private static final Logger LOG = Logger.getLogger(EntrySettlement.class);

    private final IncomingSettings settings;
    private final InFlight inFlight;
    private final AckBatcher acks;
    private final DeadLetters deadLetters;
    private final ChannelMeters meters;
    private final Runnable roomMade;
    private final Consumer<Throwable> channelFailed;

    EntrySettlement(
            IncomingSettings settings,
            InFlight inFlight,
            StreamConnection link,
            AckBatcher acks,
            ChannelMeters meters,
            Runnable roomMade,
            Consumer<Throwable> channelFailed) {
        this.settings = settings;
        this.inFlight = inFlight;
        this.acks = acks;
        this.deadLetters = new DeadLetters(settings, link, meters);
        this.meters = meters;
        this.roomMade = roomMade;
        this.channelFailed = channelFailed;
    }

    Future<Void> acknowledge(StreamEntry entry) {
        return leaving(entry, acks.add(entry.place()).onSuccess(done -> meters.acknowledged.increment()));
    }

    Future<Void> refuse(StreamEntry entry, Throwable reason) {
        meters.refused.increment();
        LOG.debugf(reason, "%s: refused %s", settings.channel(), entry.place());
        return switch (settings.failureStrategy()) {
            case FAIL -> stopFor(entry, reason);
            case IGNORE -> acknowledge(entry);
            case DEAD_LETTER -> putAside(entry, String.valueOf(reason.getMessage()));
            case REDELIVER ->
                entry.deliveries() < settings.maxDeliveries()
                        ? leaving(entry, Future.succeededFuture())
                        : putAside(entry, String.valueOf(reason.getMessage()));
        };
    }

    /** Copies the entry to the dead letters and acknowledges it. If the copy fails, the entry stays pending. */
    Future<Void> putAside(StreamEntry entry, String reason) {
        LOG.warnf(
                "%s: %s is a dead letter after %d deliveries: %s",
                settings.channel(), entry.place(), entry.deliveries(), reason);
        return leaving(entry, deadLetters.add(entry, reason).compose(copied -> acks.add(entry.place())));
    }

    private Future<Void> stopFor(StreamEntry entry, Throwable reason) {
        LOG.errorf(
                reason,
                "%s: stopped, for %s was refused and failure-strategy is 'fail'",
                settings.channel(),
                entry.place());
        channelFailed.accept(reason);
        return leaving(entry, Future.failedFuture(reason));
    }

    private Future<Void> leaving(StreamEntry entry, Future<Void> settled) {
        return settled.onComplete(done -> {
            inFlight.remove(entry.place());
            roomMade.run();
        });
    }
}
