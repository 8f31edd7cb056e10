package dev.oneping.outbound.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SystemResolverTest {

    private static final List<InetAddress> HERE = List.of(InetAddress.getLoopbackAddress());

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void shouldFindThisMachineByTheJdk() throws UnknownHostException {
        assertEquals(List.of(InetAddress.getByName("127.0.0.1")), new SystemResolver().resolve("127.0.0.1"));
        assertThrows(UnknownHostException.class, () -> new SystemResolver().resolve("nowhere.invalid"));
    }

    @Test
    void shouldTimeOutOnSilentNameServerWithoutDelayingOtherLookups() throws UnknownHostException {
        CountDownLatch silence = new CountDownLatch(1);
        SystemResolver resolver = new SystemResolver(
                host -> {
                    if (host.startsWith("silent")) {
                        wait(silence);
                    }
                    return HERE;
                },
                Duration.ofMillis(200));
        for (int i = 0; i < 50; i++) {
            String host = "silent" + i + ".example";
            assertThrows(UnknownHostException.class, () -> resolver.resolve(host));
        }

        assertEquals(HERE, resolver.resolve("quick.example"));
        silence.countDown();
    }

    @Test
    void shouldShareConcurrentLookupsOfSameName() {
        CountDownLatch all = new CountDownLatch(1);
        SystemResolver resolver = new SystemResolver(
                host -> {
                    asked.incrementAndGet();
                    wait(all);
                    return HERE;
                },
                Duration.ofMinutes(1));

        List<CompletableFuture<List<InetAddress>>> waiting = List.of(asking(resolver), asking(resolver));
        all.countDown();

        waiting.forEach(answer -> assertEquals(HERE, answer.join()));
        assertEquals(1, asked.get());
    }

    /** Many times: an unknown name was remembered for as long as the cache took to hear of the failure. */
    @RepeatedTest(1_000)
    void shouldAskAgainForANameThatWasUnknown() throws UnknownHostException {
        SystemResolver resolver = new SystemResolver(
                host -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new UnknownHostException(host);
                    }
                    return HERE;
                },
                Duration.ofMinutes(1));
        assertThrows(UnknownHostException.class, () -> resolver.resolve("new.example"));

        assertEquals(HERE, resolver.resolve("new.example"));
    }

    private static CompletableFuture<List<InetAddress>> asking(SystemResolver resolver) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return resolver.resolve("same.example");
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
