package dev.oneping.notify.fanout;

import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.notify.fanout.FanOutState.Tally;
import dev.oneping.notify.fanout.FanOutStore.Found;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notifications for many people, as those who send and follow them meet them. What is begun here is carried on by
 * {@link FanOutWorker} on whichever node lives.
 */
@Singleton
public class FanOutService {

    /** How many steps one caller takes: enough for a group, and never so many that nobody else gets a turn. */
    static final int AT_ONCE = 8;

    private static final Duration RESCUE = Duration.ofSeconds(5);

    private final FanOutStore store;
    private final FanOutRunner steps;
    private final Clock clock;

    FanOutService(FanOutStore store, FanOutRunner steps, Clock clock) {
        this.store = store;
        this.steps = steps;
        this.clock = clock;
    }

    /** Keeps a new one, and goes as far with it as it goes at once. Where the id was used before, that one is carried on. */
    public Uni<Overview> begin(FanOut fanOut) {
        FanOutState first = fanOut.audience() instanceof Audience.OneOf
                ? new FanOutState.Waiting(List.of(), 0)
                : new FanOutState.Spreading(null, null, Tally.NOBODY);
        return store.create(fanOut, first, clock.instant().plus(RESCUE))
                .chain(() -> carryOn(fanOut.tenant(), fanOut.id()))
                .chain(() -> find(fanOut.tenant(), fanOut.id()))
                .map(Optional::orElseThrow);
    }

    /** How far one has come; none if that tenant has no such. */
    public Uni<Optional<Overview>> find(TenantId tenant, NotificationId id) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> store.counts(it.fanOut())
                                .map(counts ->
                                        Optional.of(new Overview(it.fanOut(), it.stage(), counts, it.version()))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Calls one off for everybody for whom it is open. What has ended stays as it is. */
    public Uni<Void> cancel(TenantId tenant, NotificationId id, String reason) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> cancel(it, reason))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> cancel(Found found, String reason) {
        TenantId tenant = found.fanOut().tenant();
        NotificationId id = found.fanOut().id();
        return steps.cancel(found, reason).chain(done -> {
            boolean lost = done.isEmpty() && !isEnding(found.stage());
            return lost ? cancel(tenant, id, reason) : carryOn(tenant, id);
        });
    }

    private static boolean isEnding(FanOutState stage) {
        return stage instanceof FanOutState.Closing || stage instanceof FanOutState.Over;
    }

    /** Takes steps as long as there is something to do at once, but not more than a few. */
    Uni<Void> carryOn(TenantId tenant, NotificationId id) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> carryOn(it, AT_ONCE)).orElseGet(() -> store.forget(tenant, id)));
    }

    private Uni<Void> carryOn(Found found, int steps) {
        return this.steps
                .take(found)
                .chain(after -> steps > 1 && after.isPresent() && isBusy(after.get())
                        ? carryOn(after.get(), steps - 1)
                        : Uni.createFrom().voidItem());
    }

    private static boolean isBusy(Found found) {
        return switch (found.stage()) {
            case FanOutState.Spreading ignored -> true;
            case FanOutState.Watching ignored -> true;
            case FanOutState.Asking ignored -> true;
            case FanOutState.Closing ignored -> true;
            case FanOutState.Waiting ignored -> false;
            case FanOutState.Over ignored -> false;
        };
    }

    /**
     * How far one has come.
     *
     * @param counts how many people's parts are in which state
     */
    public record Overview(FanOut fanOut, FanOutState stage, Map<String, Long> counts, long version) {

        /** Copies the counts. */
        public Overview {
            counts = Map.copyOf(counts);
        }
    }
}
