package dev.oneping.auth.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The API keys that this node remembers, by their hash. Thread-safe. */
final class ApiKeyMemory {

    private static final int CACHED = 10_000;
    private static final Duration RECENT = Duration.ofHours(1);
    private static final Duration USE_WRITTEN = Duration.ofMinutes(1);

    private final Cache<String, StoredApiKey> known;

    /** The keys that were valid lately; kept for longer than what is known of them. */
    private final Cache<String, Boolean> recent = cache(RECENT);

    /** The keys whose use this node has written within the last minute. */
    private final Cache<String, Boolean> written = cache(USE_WRITTEN);

    private final Cache<ApiKeyRevoked, Instant> ends =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(CACHED).build();

    /** Creates a memory that trusts what it has read for that time. */
    ApiKeyMemory(Duration kept) {
        this.known = cache(kept);
    }

    private static <T> Cache<String, T> cache(Duration kept) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(CACHED)
                .expireAfterWrite(kept)
                .build();
    }

    @Nullable
    StoredApiKey find(String hash) {
        return known.getIfPresent(hash);
    }

    /** Remembers a key as it is stored now. */
    void put(String hash, StoredApiKey key) {
        known.put(hash, key);
        recent.put(hash, true);
        Instant end = key.expires();
        if (end != null) {
            ends.put(new ApiKeyRevoked(key.app().tenant(), key.app().key()), end);
        }
    }

    /** Remembers that a key was just created. */
    void created(String hash) {
        recent.put(hash, true);
    }

    /** Forgets what is known of a key, which is read again at its next use. */
    void forget(String hash) {
        known.invalidate(hash);
    }

    boolean isRecent(String hash) {
        return recent.getIfPresent(hash) != null;
    }

    /** Returns true once a minute for each key. */
    boolean isUseDue(String hash) {
        return written.getIfPresent(hash) == null && written.asMap().putIfAbsent(hash, true) == null;
    }

    /** Returns when a key expires, as far as this node has read; null if it does not. */
    @Nullable
    Instant end(ApiKeyRevoked key) {
        return ends.getIfPresent(key);
    }
}
