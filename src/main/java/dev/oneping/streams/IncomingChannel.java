package dev.oneping.streams;

import dev.oneping.streams.link.Disconnected;
import dev.oneping.streams.link.LinkFactory;
import dev.oneping.streams.link.StreamEntry;
import dev.oneping.streams.link.StreamLink;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.reactive.messaging.providers.locals.ContextAwareMessage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An incoming channel: joins the groups, reclaims its own pending entries, reads new ones, and reclaims those of
 * other consumers, one step after the other on one event loop. It stops reading when the in-flight limit is reached
 * and resumes when an entry is settled.
 */
final class IncomingChannel {

    private static final Logger LOG = Logger.getLogger(IncomingChannel.class);

    private final IncomingSettings settings;
    private final Context context;
    private final StreamLink reading;
    private final StreamLink settling;
    private final InFlight inFlight;
    private final AckBatcher acks;
    private final ConsumerGroups groups;
    private final GroupReader reads;
    private final PendingReclaimer reclaimer;
    private final EntrySettlement settlement;
    private final Promise<Void> ended = Promise.promise();

    private @Nullable MultiEmitter<? super Message<Map<String, String>>> emitter;
    private boolean stepping;
    private boolean resuming;
    private long nextSweep;

    private volatile boolean ready;
    private volatile boolean stopping;
    private volatile @Nullable String failure;
    /** The problem that was logged last; an outage repeats it at every attempt. */
    private @Nullable String logged;

    IncomingChannel(IncomingSettings settings, Context context, LinkFactory links, MeterRegistry registry) {
        this.settings = settings;
        this.context = context;
        ChannelMeters meters = new ChannelMeters(registry, settings.channel());
        this.inFlight = new InFlight(settings.maxInFlight());
        meters.watch("in.flight", inFlight, InFlight::size);
        this.reading = links.create(settings.channel() + " (reading)", context, settings.timeout(), this::onConnected);
        this.settling = links.create(
                settings.channel() + " (settling)", context, settings.timeout(), this::onSettlingConnected);
        this.acks = new AckBatcher(settings.group(), settling, settings.timeout());
        this.groups = new ConsumerGroups(settings, reading);
        this.reads = new GroupReader(settings, reading, meters);
        this.reclaimer = new PendingReclaimer(settings, reading, inFlight, meters);
        this.settlement = new EntrySettlement(settings, inFlight, settling, acks, meters, this::onSettled, this::fail);
    }

    /** The entries as messages. Reading starts on subscription; there can be one subscriber. */
    Multi<Message<Map<String, String>>> messages() {
        return Multi.createFrom()
                .<Message<Map<String, String>>>emitter(subscriber -> start(subscriber), BackPressureStrategy.BUFFER);
    }

    /** Returns whether the channel is reading or stopping as requested; false if it has failed. */
    boolean isReady() {
        return failure == null && (ready || stopping);
    }

    /** The reason why the channel has stopped permanently, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Stops reading, and completes when all entries in flight are settled, or after the timeout. */
    Future<Void> stop() {
        context.runOnContext(ignored -> {
            if (!stopping) {
                stopping = true;
                ready = false;
                reading.close();
                context.owner().setTimer(settings.timeout().toMillis(), late -> end());
                endIfSettled();
            }
        });
        return ended.future();
    }

    private void start(MultiEmitter<? super Message<Map<String, String>>> subscriber) {
        context.runOnContext(ignored -> {
            emitter = subscriber;
            settling.open();
            reading.open();
        });
        subscriber.onTermination(this::stop);
    }

    private void onSettlingConnected() {
        settling.confirm();
        acks.flush();
    }

    private void onConnected() {
        groups.join()
                .onSuccess(joined -> {
                    reading.confirm();
                    logged = null;
                    ready = true;
                    resuming = true;
                    nextSweep = System.nanoTime();
                    step();
                })
                .onFailure(this::startOver);
    }

    private void step() {
        boolean hasRoom = inFlight.room() >= settings.streams().size();
        if (stepping || !ready || !hasRoom || !reading.isOpen()) {
            return;
        }
        stepping = true;
        next(inFlight.room()).onComplete(done -> {
            stepping = false;
            if (done.succeeded()) {
                step();
            } else {
                startOver(done.cause());
            }
        });
    }

    private Future<Void> next(int room) {
        if (resuming) {
            return reclaimer.ownPending(room).map(taken -> {
                resuming = taken.more();
                taken.entries().forEach(this::accept);
                return null;
            });
        }
        if (System.nanoTime() - nextSweep >= 0) {
            return reclaimer.idlePending(room).map(taken -> {
                Duration pause = taken.more() ? Duration.ZERO : settings.claimInterval();
                nextSweep = System.nanoTime() + pause.toNanos();
                taken.entries().forEach(this::accept);
                return null;
            });
        }
        return reads.next(room).map(entries -> {
            entries.forEach(this::accept);
            return null;
        });
    }

    private void accept(StreamEntry entry) {
        if (stopping || emitter == null || !inFlight.add(entry.place())) {
            return;
        }
        if (entry.deliveries() > settings.maxDeliveries()) {
            settlement
                    .deadLetter(entry, "not acknowledged after " + settings.maxDeliveries() + " deliveries")
                    .onFailure(problem -> LOG.warnf("%s: %s", settings.channel(), problem.getMessage()));
            return;
        }
        IncomingStreamMetadata metadata = new IncomingStreamMetadata(
                entry.place().stream(),
                settings.partition(entry.place().stream()),
                entry.place().id(),
                entry.deliveries());
        emitter.emit(Message.of(
                entry.fields(),
                ContextAwareMessage.captureContextMetadata(metadata),
                () -> onContext(() -> settlement.acknowledge(entry)),
                reason -> onContext(() -> settlement.refuse(entry, reason))));
    }

    /** Runs on the channel's event loop, which owns its state: handlers may settle from any thread. */
    private CompletionStage<Void> onContext(Supplier<Future<Void>> work) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(ignored -> work.get().onComplete(done));
        return done.future().toCompletionStage();
    }

    private void onSettled() {
        step();
        endIfSettled();
    }

    /**
     * Restarts after a failure. A lost connection is reconnected anyway; on any other failure it is dropped, to retry
     * after the backoff.
     */
    private void startOver(Throwable problem) {
        if (stopping) {
            return;
        }
        ready = false;
        String message = String.valueOf(problem.getMessage());
        if (!(problem instanceof Disconnected) && !message.equals(logged)) {
            LOG.warnf("%s: %s", settings.channel(), message);
            logged = message;
        }
        if (reading.isOpen()) {
            reading.drop(problem.getMessage());
        }
    }

    private void fail(Throwable reason) {
        failure = String.valueOf(reason.getMessage());
        if (emitter != null) {
            emitter.fail(reason);
        }
    }

    private void endIfSettled() {
        if (stopping && inFlight.size() == 0) {
            end();
        }
    }

    private void end() {
        settling.close();
        ended.tryComplete();
    }
}
