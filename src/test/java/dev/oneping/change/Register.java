package dev.oneping.change;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A versioned number in memory, which refuses some commits on purpose and any that lost a real race. */
final class Register implements VersionedStore<Register.State, Long, Register.State> {

    private final AtomicReference<@Nullable State> state = new AtomicReference<>(new State(0, 0));

    final AtomicInteger loads = new AtomicInteger();
    final AtomicInteger conflicts = new AtomicInteger();
    final AtomicInteger refusals = new AtomicInteger();
    final List<State> published = new CopyOnWriteArrayList<>();

    /** The next commits are refused, as if another writer always came first. */
    Register refusing(int commits) {
        refusals.set(commits);
        return this;
    }

    State state() {
        State now = state.get();
        if (now == null) {
            throw new AssertionError("it was removed");
        }
        return now;
    }

    void remove() {
        state.set(null);
    }

    @Override
    public Uni<Optional<State>> load() {
        return Uni.createFrom().item(() -> {
            loads.incrementAndGet();
            return Optional.ofNullable(state.get());
        });
    }

    @Override
    public Uni<CommitResult<State, State>> commit(State before, Long draft, Instant now) {
        return Uni.createFrom().item(() -> {
            State current = state.get();
            State next = new State(before.version() + 1, draft);
            if (current == null) {
                return new CommitResult.Gone<>();
            }
            boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (!refused && current.version() == before.version() && state.compareAndSet(current, next)) {
                return new CommitResult.Committed<>(next);
            }
            conflicts.incrementAndGet();
            return new CommitResult.Conflict<>(before.version() % 2 == 0 ? state.get() : null);
        });
    }

    @Override
    public Uni<Void> committed(State before, Long draft, State stored, Instant decided) {
        published.add(stored);
        return Uni.createFrom().voidItem();
    }

    /** A number and its version. */
    record State(long version, long value) {}
}
