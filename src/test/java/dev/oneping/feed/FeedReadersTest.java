package dev.oneping.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.auth.Caller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limit of concurrent readers of an API key on a node. */
@QuarkusTest
@Tag("service")
@WithTestResource(RedisServer.class)
class FeedReadersTest {

    private static final TenantId TENANT = new TenantId("acme");

    @Inject
    FeedConfig limits;

    @Inject
    FeedReaders readers;

    @Test
    void shouldLimitTheReadersOfAKeyAlsoInParallel() {
        Caller app = new Caller.App(TENANT, "key_many", Set.of(Scope.EVENTS));
        Queue<FeedReaders.Reader> open = new ConcurrentLinkedQueue<>();
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < limits.maxReaders() + 50; i++) {
                threads.execute(() -> {
                    try {
                        open.add(readers.open(app));
                    } catch (Problem tooMany) {
                        refused.incrementAndGet();
                    }
                });
            }
        }
        assertEquals(limits.maxReaders(), open.size());
        assertEquals(50, refused.get());
        open.remove().close();
        open.add(readers.open(app));
        assertThrows(Problem.class, () -> readers.open(app));
        open.forEach(FeedReaders.Reader::close);
        assertEquals(0, readers.count(TENANT, "key_many"));
    }
}
