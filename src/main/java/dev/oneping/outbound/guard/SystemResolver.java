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
 * Asks the JDK, and so the machine's own resolver, on threads of its own: a look-up holds its thread for as long as a name
 * server is silent, and would hold one of the few that carry all virtual threads. Whoever asks waits for some seconds at
 * the most; one look-up serves all who ask for the same name meanwhile, and for a moment after.
 */
public final class SystemResolver implements Resolver {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int NAMES = 10_000;

    /** Names that no server answers for hold one each; more of them at once are told that there is no answer. */
    private static final int THREADS = 256;

    private static final int IDLE_SECONDS = 30;

    private final AsyncLoadingCache<String, List<InetAddress>> known;
    private final Duration patience;

    public SystemResolver() {
        this(host -> List.of(InetAddress.getAllByName(host)), PATIENCE);
    }

    /** One that asks somebody else. */
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

    /** What is known or found out. That a name is unknown is forgotten before it is told: whoever asks next asks anew. */
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

    /** None for an unknown name, which is no failure to the cache: it would log each with its stack. */
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
