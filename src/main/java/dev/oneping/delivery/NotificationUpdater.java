package dev.oneping.delivery;

import dev.oneping.change.Change;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.CommitResult;
import dev.oneping.change.VersionedStore;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Displays;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.Superseded;
import dev.oneping.delivery.life.Supersession;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.OutboundChannel;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.RecentStates;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes notifications by transitions, and acts after each commit: metrics, the cache of recent states, and the
 * retraction from the devices that lost the notification. A change on a cached state needs one round trip; a stale cache
 * entry is a conflict.
 */
@Singleton
public class NotificationUpdater {

    private static final int REMEMBERED = 20_000;

    private final NotificationStore store;
    private final DeviceChannel devices;
    private final OutboundChannel channels;
    private final NotificationMeters meters;
    private final Clock clock;
    private final CommitLoop loop;
    private final RecentStates recent = new RecentStates(REMEMBERED);

    /** Uses the given store. */
    public NotificationUpdater(
            NotificationStore store,
            DeviceChannel devices,
            OutboundChannel channels,
            NotificationMeters meters,
            Clock clock,
            MeterRegistry metrics) {
        this.store = store;
        this.devices = devices;
        this.channels = channels;
        this.meters = meters;
        this.clock = clock;
        this.loop = new CommitLoop("notification", clock, metrics);
    }

    /** Makes a change on a state that was just read. */
    public <R> Uni<R> changeLoaded(VersionedState loaded, NotificationChange<R> change, Supplier<R> gone) {
        return loop.changeLoaded(loaded, new Stored(loaded.to().tenant(), loaded.id(), null), change, gone);
    }

    /** Makes a change on the stored state. */
    <R> Uni<R> change(TenantId tenant, NotificationId id, NotificationChange<R> change, Supplier<R> gone) {
        return loop.change(new Stored(tenant, id, null), change, gone);
    }

    /**
     * Makes a change on the cached state if there is one, else on the stored state. A notification of another user does
     * not exist for it.
     */
    <R> Uni<R> change(UserRef user, NotificationId id, NotificationChange<R> change, Supplier<R> gone) {
        Stored stored = new Stored(user.tenant(), id, user);
        VersionedState known = recent(user, id);
        return known == null ? loop.change(stored, change, gone) : loop.changeCached(known, stored, change, gone);
    }

    /** Returns the state that this node committed last; null if it is not cached, or the user has no such notification. */
    @Nullable
    VersionedState recent(UserRef user, NotificationId id) {
        VersionedState known = recent.get(id);
        return known != null && known.to().equals(user) ? known : null;
    }

    /** Acts after a transition was committed. */
    public void committed(VersionedState before, VersionedState after, Transition transition) {
        meters.committed(before, after, transition, clock.instant());
        recent.put(after);
        retract(after, transition);
    }

    /** Acts after a script ended the notification as part of another step. */
    void ended(Supersession supersession) {
        endedOrChanged(supersession.before(), supersession.after(), supersession.transition());
    }

    private void endedOrChanged(VersionedState before, VersionedState after, Transition transition) {
        committed(before, after, transition);
        superseded(before.state()).ifPresent(superseded -> retract(after.to(), superseded));
    }

    /** Returns the notification that this not yet decided one supersedes, if any. */
    public static Optional<Superseded> superseded(State before) {
        return before instanceof State.Accepted(Superseded superseded)
                ? Optional.ofNullable(superseded)
                : Optional.empty();
    }

    private void retract(VersionedState after, Transition transition) {
        Attempt loser = transition.retracts();
        Retraction retraction = new Retraction(after.id(), after.version(), transition.reason());
        if (loser != null) {
            retract(after.to(), loser.target(), retraction);
        }
        hide(after.to(), transition.hides(), retraction);
    }

    /** Retracts a notification that a newer one superseded, from every device that shows it. */
    public void retract(UserRef user, Superseded superseded) {
        Attempt shown = superseded.shown();
        if (shown != null) {
            retract(user, shown.target(), superseded.retraction());
        }
        hide(user, Displays.targets(superseded.silent(), null), superseded.retraction());
    }

    /** Retracts from silent displays: those of live sessions by one look-up of all, pushed ones by the channel. */
    private void hide(UserRef user, List<Target> hidden, Retraction retraction) {
        Set<DeviceId> live = new HashSet<>();
        for (Target target : hidden) {
            if (target instanceof Target.Live(DeviceId device, List<SessionLocation> ignored)) {
                live.add(device);
            } else {
                channels.retract(user, target, retraction);
            }
        }
        if (!live.isEmpty()) {
            devices.retractFromAll(user, live, retraction);
        }
    }

    /** Retracts through the sessions that show it, or by a silent push where the device has none any more. */
    private void retract(UserRef user, Target target, Retraction retraction) {
        if (target instanceof Target.Live(DeviceId device, List<SessionLocation> sessions)) {
            devices.retract(user, device, sessions, retraction);
        }
        channels.retract(user, target, retraction);
    }

    /** A change of one notification, by a transition of its state. */
    @FunctionalInterface
    public interface NotificationChange<R> extends Change<VersionedState, Draft, VersionedState, R> {}

    /**
     * The transition to commit.
     *
     * @param line a line for the notification's trace; null for none
     * @param then what else follows the commit, given the state after it
     */
    public record Draft(Transition transition, @Nullable TraceLine line, Consumer<VersionedState> then) {

        /** Creates a draft after which nothing else follows. */
        public Draft(Transition transition, @Nullable TraceLine line) {
            this(transition, line, ignored -> {});
        }
    }

    /**
     * A notification in Redis.
     *
     * @param user the user whose notification it must be; null for any
     */
    private final class Stored implements VersionedStore<VersionedState, Draft, VersionedState> {

        private final TenantId tenant;
        private final NotificationId id;
        private final @Nullable UserRef user;

        private Stored(TenantId tenant, NotificationId id, @Nullable UserRef user) {
            this.tenant = tenant;
            this.id = id;
            this.user = user;
        }

        @Override
        public Uni<Optional<VersionedState>> load() {
            recent.forget(id);
            return store.find(tenant, id)
                    .invoke(found -> found.ifPresent(it -> meters.know(it.notification())))
                    .map(found -> found.map(NotificationStore.Found::tracked)
                            .filter(tracked -> user == null || tracked.to().equals(user)));
        }

        @Override
        public Uni<CommitResult<VersionedState, VersionedState>> commit(
                VersionedState before, Draft draft, Instant now) {
            return store.commit(before, draft.transition(), draft.line());
        }

        @Override
        public Uni<Void> committed(VersionedState before, Draft draft, VersionedState stored, Instant decided) {
            endedOrChanged(before, stored, draft.transition());
            draft.then().accept(stored);
            return Uni.createFrom().voidItem();
        }
    }
}
