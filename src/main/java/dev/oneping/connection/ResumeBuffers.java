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
 * The resume buffers of recently lost connections on this node. A client that reconnects to another node, or too late,
 * must fetch its state again.
 */
@Singleton
class ResumeBuffers {

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
     * abandoned it, though the network has not reported that yet.
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
        Abandoned found = left.getIfPresent(epoch);
        return found != null && found.address.equals(address) && left.asMap().remove(epoch, found)
                ? Optional.of(found.history)
                : Optional.empty();
    }

    /** A buffer and its owner: no other device may resume it. */
    private record Abandoned(DeviceAddress address, ResumeBuffer history) {}
}
