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
import dev.oneping.model.SessionLocation;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Ends lives: takes acks and cancellations, commits them, and takes the notification away from the device that still
 * shows it. A life that this node committed a moment ago is remembered, so an ack usually needs one round trip; if the
 * memory is stale the commit says so and the move is decided again on what is true.
 */
@Singleton
public class AckService implements AckPort {

    private static final int REMEMBERED = 20_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(3);
    private static final Instant NEVER = Instant.MAX;

    private final NotificationStore store;
    private final DeviceChannel devices;
    private final OutboundChannel channels;
    private final AnswerListener answers;
    private final Clock clock;
    private final Cache<NotificationId, VersionedState> recent = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    /** On that store. */
    public AckService(
            NotificationStore store,
            DeviceChannel devices,
            OutboundChannel channels,
            AnswerListener answers,
            Clock clock) {
        this.store = store;
        this.devices = devices;
        this.channels = channels;
        this.answers = answers;
        this.clock = clock;
    }

    /** Remembers a life that was just committed. */
    public void remember(VersionedState tracked) {
        recent.put(tracked.id(), tracked);
    }

    @Override
    public Uni<Result> ack(UserRef user, NotificationId id, DeviceId device, AckKind kind) {
        VersionedState known = recent.getIfPresent(id);
        if (known == null || !known.to().equals(user)) {
            return read(user, id, device, kind);
        }
        return take(known, device, kind).chain(result -> {
            if (result == Result.TAKEN) {
                return Uni.createFrom().item(result);
            }
            // Only what was committed is certain: a "no" from memory may be out of date.
            recent.invalidate(id);
            return read(user, id, device, kind);
        });
    }

    @Override
    public Uni<List<NotificationId>> handled(UserRef user, DeviceId device, List<NotificationId> shown) {
        return Multi.createFrom()
                .iterable(shown)
                .onItem()
                .transformToUniAndConcatenate(id -> store.find(user.tenant(), id)
                        .map(found -> isShownBy(user, device, found.map(NotificationStore.Found::tracked)) ? null : id))
                .collect()
                .asList();
    }

    private static boolean isShownBy(UserRef user, DeviceId device, Optional<VersionedState> tracked) {
        return tracked.filter(life -> life.to().equals(user))
                .map(VersionedState::state)
                .filter(Open.class::isInstance)
                .flatMap(State::shown)
                .filter(attempt -> attempt.isOn(device))
                .isPresent();
    }

    private Uni<Result> read(UserRef user, NotificationId id, DeviceId device, AckKind kind) {
        return store.find(user.tenant(), id)
                .chain(found -> found.map(NotificationStore.Found::tracked)
                        .filter(tracked -> tracked.to().equals(user))
                        .map(tracked -> take(tracked, device, kind))
                        .orElse(Uni.createFrom().item(Result.UNKNOWN)));
    }

    /**
     * Calls a notification off.
     *
     * @return its life after that, which may have ended otherwise before; none if there is no such notification
     */
    public Uni<Optional<VersionedState>> cancel(TenantId tenant, NotificationId id, String reason) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> cancel(it.tracked(), reason).map(Optional::of))
                        .orElse(Uni.createFrom().item(Optional.empty())));
    }

    /** What is to be done once a script has ended a life on the way. */
    void ended(Supersession ending) {
        made(ending.before(), ending.after(), ending.move());
    }

    private void made(VersionedState before, VersionedState after, Transition move) {
        remember(after);
        retract(after, move);
        replaced(before.state()).ifPresent(left -> retract(after.to(), left));
    }

    /** Takes a notification away from the device that a committed move took it from. */
    public void retract(VersionedState after, Transition move) {
        Attempt loser = move.retracts();
        if (loser != null) {
            retract(after.to(), loser.target(), new Retraction(after.id(), after.version(), move.reason()));
        }
    }

    /** Takes away what a newer one has taken the place of. */
    public void retract(UserRef user, Superseded left) {
        retract(user, left.shown().target(), left.retraction());
    }

    /** By the sessions that show it; and silently, where the device has none any more. */
    private void retract(UserRef user, Target target, Retraction retraction) {
        if (target instanceof Target.Live(DeviceId device, List<SessionLocation> sessions)) {
            devices.retract(user, device, sessions, retraction);
        }
        channels.retract(user, target, retraction);
    }

    /** Whom a life that was not decided on yet has taken the place of. */
    public static Optional<Superseded> replaced(State before) {
        return before instanceof State.Accepted(Superseded left) ? Optional.ofNullable(left) : Optional.empty();
    }

    private Uni<Result> take(VersionedState tracked, DeviceId device, AckKind kind) {
        TransitionContext at = new TransitionContext(tracked.id(), NEVER, clock.instant());
        Optional<Transition> move = switch (tracked.state()) {
            case Open open when kind.isHuman() -> Optional.of(open.answered(at, outcome(kind), device));
            case Delivering delivering -> delivering.received(at, device);
            case Open ignored -> Optional.empty();
            case Ended ended when kind.isHuman() -> ended.outdone(at, outcome(kind), device);
            case Ended ignored -> Optional.empty();
        };
        return move.map(step -> commit(tracked, step, "ack", device)
                        .chain(commit -> settled(commit, again -> take(again, device, kind))))
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
        Transition move = open.cancel(new TransitionContext(tracked.id(), NEVER, clock.instant()), reason);
        return commit(tracked, move, "cancel", null).chain(commit -> switch (commit) {
            case CommitResult.Made made -> Uni.createFrom().item(made.tracked());
            case CommitResult.Conflict conflict -> cancel(conflict.tracked(), reason);
            case CommitResult.Gone ignored -> Uni.createFrom().item(tracked);
        });
    }

    private Uni<CommitResult> commit(VersionedState tracked, Transition move, String cause, @Nullable DeviceId device) {
        List<String> events = move.events().stream().map(Event::type).toList();
        TraceLine line =
                new TraceLine(clock.instant(), cause, events, device == null ? null : device.value(), null, null, null);
        return store.commit(tracked, move, line).invoke(commit -> {
            if (commit instanceof CommitResult.Made made) {
                made(tracked, made.tracked(), move);
                tellAnswer(tracked, made.tracked());
            }
        });
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
            case RECEIVED -> throw new IllegalArgumentException("received is no person's answer");
        };
    }
}
