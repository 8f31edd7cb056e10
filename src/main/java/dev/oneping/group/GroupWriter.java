package dev.oneping.group;

import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.VersionedStore;
import dev.oneping.group.EntityTags.Expectation;
import dev.oneping.group.GroupStore.Put;
import dev.oneping.group.GroupStore.Removed;
import dev.oneping.model.GroupId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes groups under the preconditions of their callers. A version that the caller names either matches or not; one that
 * was read for {@code If-Match: *} or for a list is read again after a concurrent change.
 */
@Singleton
class GroupWriter {

    private final GroupStore store;
    private final CommitLoop loop;

    GroupWriter(GroupStore store, Clock clock, MeterRegistry metrics) {
        this.store = store;
        this.loop = new CommitLoop("group", clock, metrics);
    }

    /** Creates a group, or replaces all of its members. */
    Uni<Put> put(
            TenantId tenant, GroupId group, List<UserId> members, @Nullable String match, @Nullable String noneMatch) {
        return write(
                tenant,
                group,
                match,
                noneMatch,
                expected -> store.put(tenant, group, members, expected),
                Put.Conflict.class::isInstance);
    }

    /** Removes a group. */
    Uni<Removed> remove(TenantId tenant, GroupId group, @Nullable String match) {
        return write(
                tenant,
                group,
                match,
                null,
                expected -> store.remove(tenant, group, expected),
                removed -> removed == Removed.CONFLICT);
    }

    private <C> Uni<C> write(
            TenantId tenant,
            GroupId group,
            @Nullable String match,
            @Nullable String noneMatch,
            Function<@Nullable Long, Uni<C>> write,
            Predicate<C> isConflict) {
        VersionedStore<Expectation, Expectation, C> stored = new VersionedStore<>() {

            @Override
            public Uni<Optional<Expectation>> load() {
                return EntityTags.expected(match, noneMatch, () -> store.find(tenant, group))
                        .map(Optional::of);
            }

            @Override
            public Uni<CommitResult<Expectation, C>> commit(Expectation before, Expectation draft, Instant now) {
                return write.apply(draft.version())
                        .map(result -> draft.isRead() && isConflict.test(result)
                                ? new CommitResult.Conflict<>(null)
                                : new CommitResult.Committed<>(result));
            }
        };
        return loop.change(stored, (expected, now) -> new Step.Write<>(expected, Function.identity()), () -> {
            throw new IllegalStateException("a precondition always has an expectation");
        });
    }
}
