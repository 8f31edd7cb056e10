package dev.oneping.outbound.guard;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves names by the JDK, and so by the machine's own resolver, on a thread pool of its own: a lookup blocks its
 * thread while a name server is silent, and would otherwise pin one of the few carriers of all virtual threads. Callers
 * wait for some seconds at most; concurrent lookups of the same name are shared, and their result is cached briefly.
 */
public final class SystemResolver implements Resolver {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int NAMES = 10_000;

    /** The limit of lookups in progress; further ones fail at once as unknown hosts. */
    private static final int THREADS = 256;

    private static final int IDLE_SECONDS = 30;

    private final AsyncLoadingCache<String, List<InetAddress>> known;
    private final Duration patience;

    public SystemResolver() {
        this(host -> List.of(InetAddress.getAllByName(host)), PATIENCE);
    }

    /** Creates a resolver over another source. */
    SystemResolver(Resolver source, Duration patience) {
        this.patience = patience;
        this.known = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(NAMES)
                .executor(threads())
                .buildAsync(host -> look(source, host));
    }

    @Override
    public List<InetAddress> resolve(String host) throws UnknownHostException {
        try {
            return answer(host);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    /**
     * Returns the cached or resolved addresses. An unknown host is removed from the cache first, so that the next call
     * looks it up again.
     */
    private List<InetAddress> answer(String host)
            throws UnknownHostException, ExecutionException, TimeoutException, InterruptedException {
        CompletableFuture<List<InetAddress>> lookup = known.get(host);
        List<InetAddress> addresses = lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (addresses.isEmpty()) {
            known.asMap().remove(host, lookup);
            throw new UnknownHostException(host);
        }
        return addresses;
    }

    /** Returns no addresses for an unknown name; as a failure, the cache would log each with its stack trace. */
    private static List<InetAddress> look(Resolver source, String host) {
        try {
            return source.resolve(host);
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static ThreadPoolExecutor threads() {
        return new ThreadPoolExecutor(
                0,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("resolver-", 0).factory());
    }
}
