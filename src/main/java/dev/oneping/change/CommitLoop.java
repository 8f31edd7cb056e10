package dev.oneping.change;

import dev.oneping.change.Change.Step;
import dev.oneping.redis.time.Time;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The commit loop of one kind of state: decide, commit if the state is unchanged, act; after a lost race take the newer
 * state and decide again. The first conflicts are retried at once, later ones after a pause that doubles, with jitter.
 * After {@link #MAX_CONFLICTS} the change fails with {@link ContentionException}. Every conflict is counted in {@code
 * oneping.conflicts}. Thread-safe; never blocks.
 */
public final class CommitLoop {

    /**
     * Each lost race means that another writer succeeded. Several nodes that change the same state without a break leave a
     * paused one a small chance each time, so this many in a row, in a second or two, are a fault and not bad luck.
     */
    public static final int MAX_CONFLICTS = 100;

    /** The conflicts after which there is no pause: usually there is just one other writer. */
    static final int AT_ONCE = 2;

    private static final int FIRST_PAUSE_MS = 4;
    private static final int LONGEST_PAUSE_MS = 32;

    private static final Logger LOG = Logger.getLogger(CommitLoop.class);

    private final String kind;
    private final Clock clock;
    private final IntFunction<Duration> pauses;
    private final Counter retried;
    private final Counter gaveUp;
    private final Counter yielded;

    /**
     * Creates the loop of a kind.
     *
     * @param kind the tag of the metric
     */
    public CommitLoop(String kind, Clock clock, MeterRegistry metrics) {
        this(kind, clock, metrics, CommitLoop::pause);
    }

    /** Creates a loop with other pauses, by the number of conflicts so far. */
    CommitLoop(String kind, Clock clock, MeterRegistry metrics, IntFunction<Duration> pauses) {
        this.kind = kind;
        this.clock = clock;
        this.pauses = pauses;
        this.retried = counter(metrics, "retried");
        this.gaveUp = counter(metrics, "gave_up");
        this.yielded = counter(metrics, "yielded");
    }

    private Counter counter(MeterRegistry metrics, String outcome) {
        return Counter.builder("oneping.conflicts")
                .description("Commits that lost against a concurrent one, by what the loser did then")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .register(metrics);
    }

    /**
     * Makes a change on the stored state.
     *
     * @param gone the result if there is no such state
     */
    public <S, D, C, R> Uni<R> change(VersionedStore<S, D, C> store, Change<S, D, C, R> change, Supplier<R> gone) {
        return new Run<>(store, change, gone).load();
    }

    /** Makes a change on a state that was just loaded, so that the first attempt need not load it. */
    public <S, D, C, R> Uni<R> changeLoaded(
            S loaded, VersionedStore<S, D, C> store, Change<S, D, C, R> change, Supplier<R> gone) {
        return new Run<>(store, change, gone).attempt(loaded, true);
    }

    /**
     * Makes a change on a cached state. Only a commit proves that a cached state is current, so a change that would write
     * nothing is decided again on the stored one.
     */
    public <S, D, C, R> Uni<R> changeCached(
            S cached, VersionedStore<S, D, C> store, Change<S, D, C, R> change, Supplier<R> gone) {
        return new Run<>(store, change, gone).attempt(cached, false);
    }

    /** Counts a lost race after which the loser leaves the rest of the work to the winner. */
    public void yielded() {
        yielded.increment();
    }

    /** Returns the pause after that many conflicts: random, up to a limit that doubles. */
    static Duration pause(int conflicts) {
        int doublings = Math.min(conflicts - AT_ONCE - 1, 16);
        int longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << doublings);
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, longest + 1));
    }

    /** One change on its way. Its steps follow one another, so the number of conflicts needs no lock. */
    private final class Run<S, D, C, R> {

        private final VersionedStore<S, D, C> store;
        private final Change<S, D, C, R> change;
        private final Supplier<R> gone;
        private int conflicts;

        private Run(VersionedStore<S, D, C> store, Change<S, D, C, R> change, Supplier<R> gone) {
            this.store = store;
            this.change = change;
            this.gone = gone;
        }

        private Uni<R> load() {
            return store.load().chain(found -> {
                S state = found.orElse(null);
                return state == null ? Uni.createFrom().item(gone.get()) : attempt(state, true);
            });
        }

        private Uni<R> attempt(S state, boolean isProven) {
            Instant now = clock.instant();
            return switch (change.decide(state, now)) {
                case Step.Keep<D, C, R> keep when isProven -> Uni.createFrom().item(keep.result());
                case Step.Keep<D, C, R> ignored -> load();
                case Step.Write<D, C, R> write ->
                    store.commit(state, write.draft(), now).chain(result -> settled(state, write, now, result));
            };
        }

        private Uni<R> settled(S before, Step.Write<D, C, R> write, Instant now, CommitResult<S, C> result) {
            return switch (result) {
                case CommitResult.Committed<S, C>(C stored) ->
                    act(before, write.draft(), stored, now)
                            .map(done -> write.result().apply(stored));
                case CommitResult.Conflict<S, C>(S newer) -> again(newer);
                case CommitResult.Gone<S, C> ignored -> Uni.createFrom().item(gone.get());
            };
        }

        private Uni<Void> act(S before, D draft, C stored, Instant now) {
            Uni<Void> action;
            try {
                action = store.committed(before, draft, stored, now);
            } catch (RuntimeException e) {
                failed(e);
                return Uni.createFrom().voidItem();
            }
            return action.onFailure().invoke(this::failed).onFailure().recoverWithNull();
        }

        private void failed(Throwable failure) {
            LOG.errorf(failure, "a change of kind '%s' is stored, but what follows it failed", kind);
        }

        private Uni<R> again(@Nullable S newer) {
            conflicts++;
            if (conflicts > MAX_CONFLICTS) {
                gaveUp.increment();
                return Uni.createFrom().failure(new ContentionException(kind, conflicts));
            }
            retried.increment();
            if (conflicts > AT_ONCE) {
                return Time.pause(pauses.apply(conflicts)).chain(this::load);
            }
            return newer == null ? load() : attempt(newer, true);
        }
    }
}
