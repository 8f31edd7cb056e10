package dev.oneping.notify.fanout;

import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.notify.fanout.FanOutState.Tally;
import dev.oneping.notify.fanout.FanOutStore.Found;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts, reads and cancels notifications for many users. {@link FanOutWorker} continues them on any live node. */
@Singleton
public class FanOutService {

    /**
     * The number of steps that one caller takes: enough for a group, and few enough that other callers get their turn.
     */
    static final int AT_ONCE = 8;

    private static final Duration RESCUE = Duration.ofSeconds(5);

    private final FanOutStore store;
    private final FanOutRunner runner;
    private final Clock clock;

    FanOutService(FanOutStore store, FanOutRunner runner, Clock clock) {
        this.store = store;
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * Stores a new fan-out, and takes the steps that can be taken at once. If the id was used before, the existing one
     * is continued.
     */
    public Uni<Overview> begin(FanOut fanOut) {
        FanOutState first = fanOut.audience() instanceof Audience.OneOf
                ? new FanOutState.Waiting(List.of(), 0)
                : new FanOutState.Spreading(null, null, Tally.NOBODY);
        return store.create(fanOut, first, clock.instant().plus(RESCUE))
                .chain(() -> carryOn(fanOut.tenant(), fanOut.id()))
                .chain(() -> find(fanOut.tenant(), fanOut.id()))
                .map(Optional::orElseThrow);
    }

    /** Returns the progress of a fan-out; empty if the tenant has none with that id. */
    public Uni<Optional<Overview>> find(TenantId tenant, NotificationId id) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> store.counts(it.fanOut())
                                .map(counts ->
                                        Optional.of(new Overview(it.fanOut(), it.state(), counts, it.version()))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Cancels a fan-out for every user for whom it is open. An ended one stays as it is. */
    public Uni<Void> cancel(TenantId tenant, NotificationId id, String reason) {
        return runner.cancel(tenant, id, reason)
                .chain(exists -> exists ? carryOn(tenant, id) : Uni.createFrom().voidItem());
    }

    /** Takes steps as long as one is due at once, up to the limit. */
    Uni<Void> carryOn(TenantId tenant, NotificationId id) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> carryOn(it, AT_ONCE)).orElseGet(() -> store.forget(tenant, id)));
    }

    /** Looks again at the fan-outs that wait for a user, because the user's presence has changed. */
    public Uni<Void> presenceChanged(UserRef user) {
        return store.awaiting(user)
                .chain(waiting -> waiting.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Uni.join()
                                .all(waiting.stream().map(this::lookAgain).toList())
                                .andFailFast()
                                .replaceWithVoid());
    }

    private Uni<Void> lookAgain(String member) {
        int colon = member.indexOf(':');
        return store.find(new TenantId(member.substring(0, colon)), new NotificationId(member.substring(colon + 1)))
                .chain(found -> found.filter(it -> it.state() instanceof FanOutState.Waiting)
                        .map(it -> carryOn(it, AT_ONCE))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> carryOn(Found found, int runner) {
        return this.runner
                .take(found)
                .chain(after -> runner > 1 && after.isPresent() && isBusy(after.get())
                        ? carryOn(after.get(), runner - 1)
                        : Uni.createFrom().voidItem());
    }

    private static boolean isBusy(Found found) {
        return switch (found.state()) {
            case FanOutState.Spreading ignored -> true;
            case FanOutState.Watching ignored -> true;
            case FanOutState.Asking ignored -> true;
            case FanOutState.Closing ignored -> true;
            case FanOutState.Waiting ignored -> false;
            case FanOutState.Over ignored -> false;
        };
    }

    /**
     * The progress of a fan-out.
     *
     * @param counts the number of parts per state
     */
    public record Overview(FanOut fanOut, FanOutState state, Map<String, Long> counts, long version) {

        /** Copies the counts. */
        public Overview {
            counts = Map.copyOf(counts);
        }
    }
}
