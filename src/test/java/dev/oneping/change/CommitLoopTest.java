package dev.oneping.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.change.Change.Step;
import dev.oneping.change.Register.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommitLoopTest {

    private static final int THREADS = 16;
    private static final int EACH = 2_000;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CommitLoop loop = new CommitLoop("test", Clock.systemUTC(), metrics, ignored -> Duration.ofMillis(1));
    private final Register register = new Register();

    /** The model is a counter: whatever is raced, each change adds one, and each result is a number of its own. */
    @Test
    void shouldLoseAndRepeatNoChangeOfManyThousandThatRace() throws Exception {
        List<Long> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Long>>> running = IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> IntStream.range(0, EACH)
                            .mapToObj(i -> incrementUntilItSucceeds(i % 2 == 0))
                            .toList()))
                    .toList();
            for (Future<List<Long>> one : running) {
                results.addAll(one.get());
            }
        }

        long total = (long) THREADS * EACH;
        assertEquals(new State(total, total), register.state());
        assertEquals(LongStream.rangeClosed(1, total).boxed().toList(), List.copyOf(new TreeSet<>(results)));
        assertEquals(total, results.size());
        assertEquals(total, register.published.size(), "only winners act, once each");
        assertTrue(register.conflicts.get() > 0, "nothing was raced");
        assertEquals(register.conflicts.get(), counted("retried") + counted("gave_up"));
    }

    private long incrementUntilItSucceeds(boolean cached) {
        while (true) {
            try {
                return await(
                        cached ? loop.changeCached(register.state(), register, INCREMENT, () -> -1L) : increment());
            } catch (ContentionException e) {
                // Nothing was written, so the change can be repeated.
            }
        }
    }

    @Test
    void shouldSucceedAfterAsManyConflictsAsTheBoundAllows() {
        register.refusing(CommitLoop.MAX_CONFLICTS);

        assertEquals(1, await(increment()));
        assertEquals(CommitLoop.MAX_CONFLICTS, counted("retried"));
        assertEquals(0, counted("gave_up"));
    }

    @Test
    void shouldFailAndSayHowOftenItLostAtOneConflictMore() {
        register.refusing(CommitLoop.MAX_CONFLICTS + 1);

        ContentionException failure = assertThrows(ContentionException.class, () -> await(increment()));

        assertEquals("gave up a change of kind 'test' after 101 conflicts", failure.getMessage());
        assertEquals(CommitLoop.MAX_CONFLICTS, counted("retried"));
        assertEquals(1, counted("gave_up"));
        assertEquals(new State(0, 0), register.state());
        assertEquals(List.of(), register.published);
    }

    @Test
    void shouldUseTheStateThatTheConflictReturned() {
        register.refusing(1);

        assertEquals(1, await(loop.changeLoaded(register.state(), register, INCREMENT, () -> -1L)));
        assertEquals(0, register.loads.get());
    }

    @Test
    void shouldWriteNothingOnAStateThatWasLoaded() {
        assertEquals(0, await(loop.changeLoaded(register.state(), register, keep(), () -> -1L)));
        assertEquals(0, register.loads.get());
    }

    @Test
    void shouldTrustNoCachedStateOnWhichItWouldWriteNothing() {
        State outdated = register.state();
        await(increment());
        int loads = register.loads.get();

        assertEquals(1, await(loop.changeCached(outdated, register, keep(), () -> -1L)));
        assertEquals(loads + 1, register.loads.get());
    }

    @Test
    void shouldReturnTheResultForAStateThatIsGone() {
        State before = register.state();
        register.remove();

        assertEquals(-1, await(increment()));
        assertEquals(-1, await(loop.changeLoaded(before, register, INCREMENT, () -> -1L)));
        assertEquals(0, counted("retried"));
    }

    @Test
    void shouldKeepACommitWhoseActionFails() {
        VersionedStore<State, Long, State> broken = new VersionedStore<>() {
            @Override
            public Uni<java.util.Optional<State>> load() {
                return register.load();
            }

            @Override
            public Uni<CommitResult<State, State>> commit(State before, Long draft, Instant now) {
                return register.commit(before, draft, now);
            }

            @Override
            public Uni<Void> committed(State before, Long draft, State stored, Instant decided) {
                if (draft == 1) {
                    throw new IllegalStateException("the first action of this test fails at once");
                }
                return Uni.createFrom().failure(new IllegalStateException("and the second one later"));
            }
        };

        assertEquals(1, await(loop.change(broken, INCREMENT, () -> -1L)));
        assertEquals(2, await(loop.change(broken, INCREMENT, () -> -1L)));
    }

    @Test
    void shouldPauseUpToALimitThatDoubles() {
        for (int i = 0; i < 1_000; i++) {
            assertPause(1, 4, CommitLoop.AT_ONCE + 1);
            assertPause(1, 8, CommitLoop.AT_ONCE + 2);
            assertPause(1, 32, CommitLoop.AT_ONCE + 4);
            assertPause(1, 32, CommitLoop.MAX_CONFLICTS);
        }
    }

    private static void assertPause(long least, long most, int conflicts) {
        long millis = CommitLoop.pause(conflicts).toMillis();
        assertTrue(millis >= least && millis <= most, millis + " ms after " + conflicts + " conflicts");
    }

    @Test
    void shouldCountARaceWhoseLoserLeavesTheRestToTheWinner() {
        loop.yielded();

        assertEquals(1, counted("yielded"));
    }

    private static final Change<State, Long, State, Long> INCREMENT =
            (state, now) -> new Step.Write<>(state.value() + 1, State::value);

    private static Change<State, Long, State, Long> keep() {
        return (state, now) -> new Step.Keep<>(state.value());
    }

    private Uni<Long> increment() {
        return loop.change(register, INCREMENT, () -> -1L);
    }

    private int counted(String outcome) {
        return (int) metrics.get("oneping.conflicts")
                .tags("kind", "test", "outcome", outcome)
                .counter()
                .count();
    }

    private static long await(Uni<Long> uni) {
        return uni.await().indefinitely();
    }
}
