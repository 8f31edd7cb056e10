package dev.oneping.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.connection.frame.ClientFrame.Cursor;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The logs of clients whose connection ended a short while ago, on this node. A client that comes back to another node, or
 * too late, is told that it must read its state anew.
 */
@Singleton
class ResumeBuffers {

    private final LocalSessions local;
    private final Cache<String, Left> left;
    private final int maxFrames;
    private final int maxChars;

    ResumeBuffers(LocalSessions local, ConnectionConfig config) {
        this.local = local;
        this.maxFrames = config.outboxFrames();
        this.maxChars = config.outboxChars();
        this.left = Caffeine.newBuilder()
                .executor(Runnable::run)
                .expireAfterWrite(config.resumeWithin())
                .maximumSize(config.resumable())
                .build();
    }

    /** A new log. */
    ResumeBuffer begin(String epoch) {
        return new ResumeBuffer(epoch, maxFrames, maxChars);
    }

    /** Keeps the log of a connection that has ended. */
    void leave(DeviceAddress address, ResumeBuffer history) {
        left.put(history.epoch(), new Left(address, history));
    }

    /**
     * Hands a log over to whom it belongs. A connection that still holds it is replaced: its client has given it up, and only
     * the network has not told us yet.
     */
    CompletionStage<Optional<ResumeBuffer>> take(DeviceAddress address, Cursor cursor) {
        String epoch = cursor.epoch();
        if (epoch == null) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Connection holder = holder(address, epoch);
        if (holder == null) {
            return CompletableFuture.completedStage(abandoned(address, epoch));
        }
        CompletableFuture<Optional<ResumeBuffer>> handed = new CompletableFuture<>();
        holder.loop().run(() -> {
            holder.replace();
            handed.complete(abandoned(address, epoch));
        });
        return handed;
    }

    private @Nullable Connection holder(DeviceAddress address, String epoch) {
        return local.of(address).stream()
                .filter(connection -> Objects.equals(connection.epoch(), epoch))
                .findFirst()
                .orElse(null);
    }

    private Optional<ResumeBuffer> abandoned(DeviceAddress address, String epoch) {
        Left found = left.getIfPresent(epoch);
        return found != null && found.address.equals(address) && left.asMap().remove(epoch, found)
                ? Optional.of(found.history)
                : Optional.empty();
    }

    /** A log, and whose it is: nobody goes on with another device's. */
    private record Left(DeviceAddress address, ResumeBuffer history) {}
}
