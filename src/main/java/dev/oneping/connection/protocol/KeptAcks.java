package dev.oneping.connection.protocol;

import dev.oneping.connection.FlushableTransport;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.Pulse;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.redis.time.Time;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The acks that devices sent by frames, which have no answer. While Redis is away they are kept in order and written as
 * soon as it answers, before anything that is due is claimed: nobody who has answered is rung again. Their number is
 * limited, and they are lost if this process is killed meanwhile. Safe for use on any thread.
 */
@Singleton
class KeptAcks implements FlushableTransport {

    /** The limit of kept acks, some 3 MB: an hour of outage for a busy node. */
    static final int LIMIT = 10_000;

    private static final Logger LOG = Logger.getLogger(KeptAcks.class);
    private static final int BATCH = 256;
    private static final int AT_ONCE = 32;
    private static final int PAUSE_MIN_MS = 30;
    private static final int PAUSE_MAX_MS = 120;

    private final AckPort acks;
    private final BooleanSupplier isHeard;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> emptied = new ArrayList<>();
    private int underWay;

    @Inject
    KeptAcks(AckPort acks, Pulse pulse) {
        this(acks, pulse::isHeard);
    }

    KeptAcks(AckPort acks, BooleanSupplier isHeard) {
        this.acks = acks;
        this.isHeard = isHeard;
    }

    void start(@Observes StartupEvent ignored, Pulse pulse) {
        pulse.awaits(this::isEmpty);
    }

    /**
     * Stores an ack, now or when Redis answers again.
     *
     * @param answered receives the result
     * @param refused  runs if the ack can be neither stored nor kept
     */
    void store(Ack ack, Consumer<AckPort.Result> answered, Runnable refused) {
        Kept one = new Kept(ack, answered, refused);
        if (isEmpty()) {
            write(one).subscribe().with(done -> {}, failure -> keep(one));
        } else {
            keep(one);
        }
    }

    /** Returns whether every ack is written. */
    synchronized boolean isEmpty() {
        return size() == 0;
    }

    /** Returns the number of acks that are kept. */
    synchronized int size() {
        return kept.size() + underWay;
    }

    @Override
    public synchronized CompletionStage<Void> sent() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (isEmpty()) {
            done.complete(null);
        } else {
            emptied.add(done);
        }
        return done;
    }

    private void keep(Kept one) {
        boolean fits;
        synchronized (this) {
            fits = size() < LIMIT && kept.offerLast(one);
        }
        if (fits) {
            later();
        } else {
            one.refused.run();
        }
    }

    /** Stores one; fails only if Redis is away. */
    private Uni<Void> write(Kept one) {
        Ack ack = one.ack;
        return acks.ack(ack.user, ack.notification, ack.device, ack.session, ack.kind)
                .invoke(one.answered::accept)
                .replaceWithVoid()
                .onFailure(failure -> !(failure instanceof RedisUnavailable))
                .recoverWithItem(failure -> {
                    LOG.error("an ack could not be stored", failure);
                    one.refused.run();
                    return null;
                });
    }

    private void later() {
        Time.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(PAUSE_MIN_MS, PAUSE_MAX_MS)))
                .subscribe()
                .with(passed -> {
                    if (isHeard.getAsBoolean()) {
                        writeBatch();
                    } else if (!isEmpty()) {
                        later();
                    }
                });
    }

    private void writeBatch() {
        List<Kept> batch = take();
        if (batch.isEmpty()) {
            return;
        }
        Set<Kept> failed = ConcurrentHashMap.newKeySet();
        Multi.createFrom()
                .iterable(batch.stream()
                        .collect(Collectors.groupingBy(one -> one.ack.notification))
                        .values())
                .onItem()
                .transformToUni(each -> writeInOrder(each, failed))
                .merge(AT_ONCE)
                .collect()
                .last()
                .subscribe()
                .with(done -> written(batch, failed), bug -> {
                    LOG.error("kept acks could not be written", bug);
                    written(batch, failed);
                });
    }

    /** Writes the acks of one notification, each after the one before, until one fails. */
    private Uni<Void> writeInOrder(List<Kept> acksOfOne, Set<Kept> failed) {
        if (acksOfOne.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return write(acksOfOne.getFirst())
                .chain(() -> writeInOrder(acksOfOne.subList(1, acksOfOne.size()), failed))
                .onFailure()
                .recoverWithItem(failure -> {
                    failed.addAll(acksOfOne);
                    return null;
                });
    }

    private synchronized List<Kept> take() {
        List<Kept> batch = new ArrayList<>();
        if (underWay == 0) {
            while (batch.size() < BATCH && !kept.isEmpty()) {
                batch.add(kept.removeFirst());
            }
            underWay = batch.size();
        }
        return batch;
    }

    private void written(List<Kept> batch, Set<Kept> failed) {
        List<CompletableFuture<Void>> done = List.of();
        synchronized (this) {
            underWay = 0;
            for (int i = batch.size() - 1; i >= 0; i--) {
                if (failed.contains(batch.get(i))) {
                    kept.addFirst(batch.get(i));
                }
            }
            if (kept.isEmpty()) {
                done = List.copyOf(emptied);
                emptied.clear();
            }
        }
        done.forEach(each -> each.complete(null));
        if (!isEmpty()) {
            later();
        }
    }

    /**
     * An ack by a frame.
     *
     * @param session the session that sent it
     */
    record Ack(
            UserRef user,
            NotificationId notification,
            DeviceId device,
            @Nullable SessionId session,
            AckKind kind) {}

    /** An ack that is not written yet; compared by identity, for a client may send the same again. */
    private static final class Kept {

        private final Ack ack;
        private final Consumer<AckPort.Result> answered;
        private final Runnable refused;

        private Kept(Ack ack, Consumer<AckPort.Result> answered, Runnable refused) {
            this.ack = ack;
            this.answered = answered;
            this.refused = refused;
        }
    }
}
