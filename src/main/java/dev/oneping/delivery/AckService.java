package dev.oneping.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.delivery.State.Open;
import dev.oneping.events.Event;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ends notifications: records acks and cancellations, commits them, and retracts the notification from the device that
 * still shows it. The state that this node committed last is cached, so an ack usually needs one round trip; a stale
 * cache entry makes the commit report a conflict, and the transition is computed again from the current state.
 */
@Singleton
public class AckService implements AckPort {

    private static final int REMEMBERED = 20_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(3);
    private static final Instant NEVER = Instant.MAX;
    private static final int READ_AT_ONCE = 16;
    private static final String ANSWERED = "answered";

    private final NotificationStore store;
    private final DeviceChannel devices;
    private final OutboundChannel channels;
    private final AnswerListener answers;
    private final Clock clock;
    private final NotificationMeters meters;
    private final Cache<NotificationId, VersionedState> recent = Caffeine.newBuilder()
            .executor(Runnable::run)
            .ticker(Time::nanoTime)
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    /** Uses the given store. */
    public AckService(
            NotificationStore store,
            DeviceChannel devices,
            OutboundChannel channels,
            AnswerListener answers,
            NotificationMeters meters,
            Clock clock) {
        this.store = store;
        this.devices = devices;
        this.channels = channels;
        this.answers = answers;
        this.meters = meters;
        this.clock = clock;
    }

    /** Caches a state that was just committed. */
    public void remember(VersionedState tracked) {
        recent.put(tracked.id(), tracked);
    }

    @Override
    public Uni<Result> ack(
            UserRef user, NotificationId id, DeviceId device, @Nullable SessionId session, AckKind kind) {
        Answer by = new Answer(device, session, kind);
        VersionedState known = recent.getIfPresent(id);
        if (known == null || !known.to().equals(user)) {
            return read(user, id, by);
        }
        if (kind == AckKind.RECEIVED && isSilentOn(known.state(), device)) {
            // Every client confirms what it gets. A display without sound awaits no receipt, so it costs no round trip.
            return Uni.createFrom().item(Result.REPEATED);
        }
        return take(known, by).chain(result -> {
            if (result == Result.TAKEN) {
                return Uni.createFrom().item(result);
            }
            // Only what was committed is certain: a "no" from the cache may be out of date.
            recent.invalidate(id);
            return read(user, id, by);
        });
    }

    private static boolean isSilentOn(State state, DeviceId device) {
        return Displays.devices(state.silent()).contains(device);
    }

    @Override
    public Uni<ShownState> reconcile(UserRef user, DeviceId device, Collection<NotificationId> shown) {
        return Multi.createFrom()
                .iterable(Set.copyOf(shown))
                .onItem()
                .transformToUni(id -> store.find(user.tenant(), id)
                        .map(found ->
                                Map.entry(id, shownOn(user, device, found.map(NotificationStore.Found::tracked)))))
                .merge(READ_AT_ONCE)
                .collect()
                .asList()
                .map(found -> state(device, found));
    }

    private static ShownState state(DeviceId device, List<Map.Entry<NotificationId, Optional<State>>> found) {
        List<NotificationId> over = new ArrayList<>();
        Map<NotificationId, Integer> attempts = new HashMap<>();
        Set<NotificationId> silent = new HashSet<>();
        for (Map.Entry<NotificationId, Optional<State>> entry : found) {
            NotificationId id = entry.getKey();
            Optional<State> state = entry.getValue();
            if (state.isEmpty()) {
                over.add(id);
                continue;
            }
            Attempt last = state.get().last();
            attempts.put(id, last == null ? 0 : last.number());
            if (!state.get().soundsOn(device)) {
                silent.add(id);
            }
        }
        return new ShownState(over, attempts, silent);
    }

    /** Returns the state of a notification that the device shows; empty if it does not. */
    private static Optional<State> shownOn(UserRef user, DeviceId device, Optional<VersionedState> tracked) {
        return tracked.filter(found -> found.to().equals(user))
                .map(VersionedState::state)
                .filter(Open.class::isInstance)
                .filter(state -> state.isShownOn(device));
    }

    private Uni<Result> read(UserRef user, NotificationId id, Answer by) {
        return store.find(user.tenant(), id)
                .invoke(found -> found.ifPresent(it -> meters.know(it.notification())))
                .chain(found -> found.map(NotificationStore.Found::tracked)
                        .filter(tracked -> tracked.to().equals(user))
                        .map(tracked -> take(tracked, by))
                        .orElse(Uni.createFrom().item(Result.UNKNOWN)));
    }

    /**
     * Cancels a notification.
     *
     * @return the state afterwards, which may be an earlier, different end; empty if there is no such notification
     */
    public Uni<Optional<VersionedState>> cancel(TenantId tenant, NotificationId id, String reason) {
        return store.find(tenant, id)
                .invoke(found -> found.ifPresent(it -> meters.know(it.notification())))
                .chain(found -> found.map(it -> cancel(it.tracked(), reason).map(Optional::of))
                        .orElse(Uni.createFrom().item(Optional.empty())));
    }

    /** Updates the cache and retracts the notification after a script ended it as part of another step. */
    void ended(Supersession supersession) {
        made(supersession.before(), supersession.after(), supersession.transition());
    }

    private void made(VersionedState before, VersionedState after, Transition transition) {
        meters.committed(before, after, transition, clock.instant());
        remember(after);
        retract(after, transition);
        replaced(before.state()).ifPresent(superseded -> retract(after.to(), superseded));
    }

    /** Retracts a notification from the devices that lost it by a committed transition. */
    public void retract(VersionedState after, Transition transition) {
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

    /** Returns the notification that this not yet decided one supersedes, if any. */
    public static Optional<Superseded> replaced(State before) {
        return before instanceof State.Accepted(Superseded superseded)
                ? Optional.ofNullable(superseded)
                : Optional.empty();
    }

    private Uni<Result> take(VersionedState tracked, Answer by) {
        AckKind kind = by.kind();
        DeviceId device = by.device();
        TransitionContext at = new TransitionContext(tracked.id(), NEVER, clock.instant());
        Optional<Transition> transition = switch (tracked.state()) {
            case Open open when kind.isHuman() -> Optional.of(open.answered(at, outcome(kind), device));
            case Delivering delivering -> delivering.received(at, device);
            case Open ignored -> Optional.empty();
            case Ended ended when kind.isHuman() -> ended.upgraded(at, outcome(kind), device);
            case Ended ignored -> Optional.empty();
        };
        return transition
                .map(step ->
                        commit(tracked, step, "ack", by).chain(commit -> settled(commit, again -> take(again, by))))
                .orElseGet(() -> Uni.createFrom().item(unmoved(tracked.state(), kind)));
    }

    private static Result unmoved(State state, AckKind kind) {
        return state instanceof Ended ended && !saysNothingNew(ended, kind) ? Result.LATE : Result.REPEATED;
    }

    private static boolean saysNothingNew(Ended ended, AckKind kind) {
        return switch (ended.outcome()) {
            case SEEN, ACTED, DISMISSED -> kind != AckKind.ACTED || ended.outcome() == NotificationOutcome.ACTED;
            case SUPPRESSED, EXPIRED, EXHAUSTED, CANCELLED -> false;
        };
    }

    private Uni<VersionedState> cancel(VersionedState tracked, String reason) {
        if (!(tracked.state() instanceof Open open)) {
            return Uni.createFrom().item(tracked);
        }
        Transition transition = open.cancel(new TransitionContext(tracked.id(), NEVER, clock.instant()), reason);
        return commit(tracked, transition, "cancel", null).chain(commit -> switch (commit) {
            case CommitResult.Made made -> Uni.createFrom().item(made.tracked());
            case CommitResult.Conflict conflict -> cancel(conflict.tracked(), reason);
            case CommitResult.Gone ignored -> Uni.createFrom().item(tracked);
        });
    }

    private Uni<CommitResult> commit(VersionedState tracked, Transition transition, String cause, @Nullable Answer by) {
        List<String> events = transition.events().stream().map(Event::type).toList();
        TraceLine line = new TraceLine(
                clock.instant(), cause, events, by == null ? null : by.device().value(), null, null, null);
        return store.commit(tracked, transition, line).invoke(commit -> {
            if (commit instanceof CommitResult.Made made) {
                made(tracked, made.tracked(), transition);
                tellAnswer(tracked, made.tracked());
                if (by != null
                        && tracked.state() instanceof Open
                        && made.tracked().state() instanceof Ended) {
                    retractFromOthers(made.tracked(), by);
                }
            }
        });
    }

    /** Takes the notification from the device's other sessions: the first answer ends it everywhere. */
    private void retractFromOthers(VersionedState after, Answer by) {
        devices.retractFromOthers(
                after.to(), by.device(), by.session(), new Retraction(after.id(), after.version(), ANSWERED));
    }

    private void tellAnswer(VersionedState before, VersionedState after) {
        if (before.state() instanceof Open open && after.state() instanceof Ended ended && ended.by() != null) {
            DeviceId asked = open instanceof Delivering delivering
                    ? delivering.attempt().target().device()
                    : null;
            answers.answered(after.to(), ended.by(), asked);
        }
    }

    private static Uni<Result> settled(CommitResult commit, Function<VersionedState, Uni<Result>> again) {
        return switch (commit) {
            case CommitResult.Made ignored -> Uni.createFrom().item(Result.TAKEN);
            case CommitResult.Conflict conflict -> again.apply(conflict.tracked());
            case CommitResult.Gone ignored -> Uni.createFrom().item(Result.UNKNOWN);
        };
    }

    private static NotificationOutcome outcome(AckKind kind) {
        return switch (kind) {
            case SEEN -> NotificationOutcome.SEEN;
            case ACTED -> NotificationOutcome.ACTED;
            case DISMISSED -> NotificationOutcome.DISMISSED;
            case RECEIVED -> throw new IllegalArgumentException("'received' is not a user's answer");
        };
    }

    /** An ack and its origin. */
    private record Answer(DeviceId device, @Nullable SessionId session, AckKind kind) {}
}
