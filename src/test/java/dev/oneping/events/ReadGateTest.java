package dev.oneping.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadGateTest {

    private static final int AT_ONCE = 2;
    private static final int READERS = 20_000;
    private static final TenantId BUSY = new TenantId("busy");
    private static final TenantId QUIET = new TenantId("quiet");

    private final ReadGate gate = new ReadGate();

    @Test
    void shouldRunTwoReadsOfATenantAndTheOthersInOrder() {
        List<Read> reads = reads(BUSY, 5);
        assertEquals(List.of(true, true, false, false, false), started(reads));

        reads.get(1).end();
        assertEquals(List.of(true, true, true, false, false), started(reads));

        reads.get(0).end();
        reads.get(2).end();
        assertEquals(List.of(true, true, true, true, true), started(reads));
    }

    @Test
    void shouldAnswerASearchAtOnceAndBeginTheNextAfterItsRest() throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        for (int i = 0; i < AT_ONCE; i++) {
            gate.pass(BUSY, () -> Uni.createFrom().item(1), ignored -> Duration.ofMillis(50))
                    .await()
                    .indefinitely();
        }

        gate.pass(BUSY, () -> Uni.createFrom().item(2).invoke(() -> later.complete(null)), ignored -> Duration.ZERO)
                .subscribe()
                .with(ignored -> {});

        assertFalse(later.isDone());
        later.get(1, TimeUnit.MINUTES);
    }

    @Test
    void shouldNotLetATenantWaitForTheReadsOfAnother() {
        reads(BUSY, 50);

        assertTrue(new Read(QUIET).started());
    }

    @Test
    void shouldPassTheTurnOfAFailedRead() {
        List<Read> reads = reads(BUSY, 3);

        reads.getFirst().fail();

        assertThrows(CompletionException.class, () -> reads.getFirst().result.join());
        assertTrue(reads.getLast().started());
    }

    @Test
    void shouldPassTheTurnOfAReadThatThrows() {
        for (int i = 0; i < AT_ONCE + 1; i++) {
            Uni<Void> broken = gate.pass(
                    BUSY,
                    () -> {
                        throw new IllegalStateException("no read");
                    },
                    (Void ignored) -> Duration.ZERO);
            assertThrows(IllegalStateException.class, () -> broken.await().indefinitely());
        }

        assertTrue(new Read(BUSY).started());
    }

    @Test
    void shouldPassTheTurnOfAReaderThatLeaves() {
        List<Read> reads = reads(BUSY, 3);

        reads.getFirst().leave();

        assertTrue(reads.getLast().started());
    }

    @Test
    void shouldSkipAReaderThatLeftWhileItWaited() {
        List<Read> reads = reads(BUSY, 4);

        reads.get(2).leave();
        reads.get(0).end();

        assertFalse(reads.get(2).started());
        assertTrue(reads.get(3).started());
    }

    @Test
    void shouldNotRunMoreReadsWhenWaitingReadersLeave() {
        List<Read> reads = reads(BUSY, 4);

        reads.get(2).leave();
        reads.get(3).leave();

        assertFalse(new Read(BUSY).started());
    }

    @Test
    void shouldNotExceedItsLimitUnderConcurrency() throws Exception {
        int most = crowd(0);

        assertTrue(0 < most && most <= AT_ONCE, () -> most + " at once");
        assertEquals(List.of(true, true, false), started(reads(BUSY, AT_ONCE + 1)));
    }

    /** A turn is passed on before the read of a reader that leaves has ended, so the limit is not exact here. */
    @Test
    void shouldForgetNoReaderWhenOthersLeaveAtTheSameTime() throws Exception {
        crowd(4);

        assertEquals(List.of(true, true, false), started(reads(BUSY, AT_ONCE + 1)));
    }

    /**
     * Lets readers come and end on several threads, each of them before the test ends.
     *
     * @param oneLeavesOf the number of readers of which about one leaves at once; none if 0
     * @return the maximum number of reads at the same time
     */
    private int crowd(int oneLeavesOf) throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(READERS);
        Random random = new Random(42);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < READERS; i++) {
                boolean leaves = oneLeavesOf > 0 && random.nextInt(oneLeavesOf) == 0;
                threads.execute(() -> {
                    Cancellable reader = gate.pass(BUSY, () -> read(running, most, threads), ignored -> Duration.ZERO)
                            .onTermination()
                            .invoke(ended::countDown)
                            .subscribe()
                            .with(ignored -> {}, failure -> {});
                    if (leaves) {
                        reader.cancel();
                    }
                });
            }
            assertTrue(ended.await(60, TimeUnit.SECONDS), () -> ended.getCount() + " readers wait for ever");
        }
        return most.get();
    }

    private static Uni<Boolean> read(AtomicInteger running, AtomicInteger most, Executor threads) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        return Uni.createFrom().item(true).emitOn(threads).onTermination().invoke(running::decrementAndGet);
    }

    private List<Read> reads(TenantId tenant, int count) {
        List<Read> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(new Read(tenant));
        }
        return reads;
    }

    private static List<Boolean> started(List<Read> reads) {
        return reads.stream().map(Read::started).toList();
    }

    /** A read that runs until the test ends it. */
    private final class Read {

        private final CompletableFuture<Boolean> work = new CompletableFuture<>();
        private final CompletableFuture<Boolean> result = new CompletableFuture<>();
        private final Cancellable reader;
        private boolean started;

        Read(TenantId tenant) {
            reader = gate.pass(
                            tenant,
                            () -> {
                                started = true;
                                return Uni.createFrom().completionStage(work);
                            },
                            ignored -> Duration.ZERO)
                    .subscribe()
                    .with(result::complete, result::completeExceptionally);
        }

        boolean started() {
            return started;
        }

        void end() {
            work.complete(true);
        }

        void fail() {
            work.completeExceptionally(new IllegalStateException("Redis is gone"));
        }

        void leave() {
            reader.cancel();
        }
    }
}
