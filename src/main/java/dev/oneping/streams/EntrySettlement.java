package dev.oneping.streams;

import dev.oneping.streams.link.StreamEntry;
import dev.oneping.streams.link.StreamLink;
import io.vertx.core.Future;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Settles an entry: acknowledges it, moves it to the dead letters, leaves it for redelivery, or stops the channel. */
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
            StreamLink link,
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
        return settling(entry, acks.add(entry.place()).onSuccess(done -> meters.acknowledged.increment()));
    }

    Future<Void> refuse(StreamEntry entry, Throwable reason) {
        meters.refused.increment();
        LOG.debugf(reason, "%s: rejected %s", settings.channel(), entry.place());
        return switch (settings.failureStrategy()) {
            case FAIL -> stopFor(entry, reason);
            case IGNORE -> acknowledge(entry);
            case DEAD_LETTER -> deadLetter(entry, String.valueOf(reason.getMessage()));
            case REDELIVER ->
                entry.deliveries() < settings.maxDeliveries()
                        ? settling(entry, Future.succeededFuture())
                        : deadLetter(entry, String.valueOf(reason.getMessage()));
        };
    }

    /** Moves the entry to the dead letters and acknowledges it. If the copy fails, the entry stays pending. */
    Future<Void> deadLetter(StreamEntry entry, String reason) {
        LOG.warnf(
                "%s: %s moved to the dead letters after %d deliveries: %s",
                settings.channel(), entry.place(), entry.deliveries(), reason);
        return settling(entry, deadLetters.add(entry, reason).compose(copied -> acks.add(entry.place())));
    }

    private Future<Void> stopFor(StreamEntry entry, Throwable reason) {
        LOG.errorf(
                reason,
                "%s: stopped because %s was rejected and failure-strategy is 'fail'",
                settings.channel(),
                entry.place());
        channelFailed.accept(reason);
        return settling(entry, Future.failedFuture(reason));
    }

    private Future<Void> settling(StreamEntry entry, Future<Void> settled) {
        return settled.onComplete(done -> {
            inFlight.remove(entry.place());
            roomMade.run();
        });
    }
}
