package dev.oneping.connection.protocol;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.ResumeBuffer;
import dev.oneping.connection.frame.ClientFrame.Cursor;
import dev.oneping.redis.time.Time;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The resume buffers of recently lost connections on this node. A client that reconnects to another node, or too late,
 * must fetch its state again.
 */
@Singleton
class ResumeBuffers {

    /** A client that was replaced returns within its backoff, which begins with a second. */
    private static final Duration CONTESTED = Duration.ofSeconds(10);

    private final LocalSessions local;
    private final Cache<String, Abandoned> left;
    private final int maxFrames;
    private final int maxChars;

    ResumeBuffers(LocalSessions local, ConnectionConfig config) {
        this.local = local;
        this.maxFrames = config.outboxFrames();
        this.maxChars = config.outboxChars();
        this.left = Caffeine.newBuilder()
                .executor(Runnable::run)
                .ticker(Time::nanoTime)
                .expireAfterWrite(config.resumeWithin())
                .maximumSize(config.resumable())
                .build();
    }

    /** Creates a new buffer. */
    ResumeBuffer begin(String epoch) {
        return new ResumeBuffer(epoch, maxFrames, maxChars);
    }

    /** Keeps the buffer of an ended connection. */
    void leave(DeviceAddress address, ResumeBuffer history) {
        left.put(history.epoch(), new Abandoned(address, history));
    }

    /**
     * Hands a buffer to the client's new connection. A connection that still holds it is replaced: its client has
     * abandoned it, though the network has not reported that yet. If the same buffer was taken from a live connection a
     * moment ago, two clients share one epoch, as duplicated browser tabs do: the second gets nothing, so that both live
     * instead of replacing each other forever.
     */
    CompletionStage<Taken> take(DeviceAddress address, Cursor cursor) {
        String epoch = cursor.epoch();
        if (epoch == null) {
            return CompletableFuture.completedStage(Taken.NOTHING);
        }
        Connection holder = holder(address, epoch);
        if (holder == null) {
            return CompletableFuture.completedStage(abandoned(address, epoch));
        }
        CompletableFuture<Taken> handed = new CompletableFuture<>();
        holder.loop().run(() -> handed.complete(takeFrom(holder, address, epoch)));
        return handed;
    }

    private Taken takeFrom(Connection holder, DeviceAddress address, String epoch) {
        long now = holder.loop().nanoTime();
        if (holder.notifications().isTakenWithin(CONTESTED, now)) {
            return Taken.FROM_ANOTHER;
        }
        holder.replace();
        Taken taken = abandoned(address, epoch);
        if (taken.buffer() != null) {
            taken.buffer().takenAt(now);
        }
        return taken;
    }

    private @Nullable Connection holder(DeviceAddress address, String epoch) {
        return local.of(address).stream()
                .filter(connection -> Objects.equals(connection.notifications().epoch(), epoch))
                .findFirst()
                .orElse(null);
    }

    private Taken abandoned(DeviceAddress address, String epoch) {
        Abandoned found = left.getIfPresent(epoch);
        return found != null && found.address.equals(address) && left.asMap().remove(epoch, found)
                ? new Taken(found.history, false)
                : Taken.NOTHING;
    }

    /**
     * The result of taking a buffer.
     *
     * @param buffer      the buffer; null if there is none
     * @param isContested whether another live client of the device keeps it
     */
    record Taken(@Nullable ResumeBuffer buffer, boolean isContested) {
        private static final Taken NOTHING = new Taken(null, false);
        private static final Taken FROM_ANOTHER = new Taken(null, true);
    }

    /** A buffer and its owner: no other device may resume it. */
    private record Abandoned(DeviceAddress address, ResumeBuffer history) {}
}
