package dev.oneping.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.delivery.State.Delivering;
import dev.oneping.delivery.State.Ended;
import dev.oneping.delivery.State.Open;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
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
public class Settlement implements AckPort {

    private static final int REMEMBERED = 20_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(3);
    private static final Instant NEVER = Instant.MAX;

    private final DeliveryStore store;
    private final DeviceChannel devices;
    private final Answers answers;
    private final Clock clock;
    private final Cache<NotificationId, Tracked> recent = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    /** On that store. */
    public Settlement(DeliveryStore store, DeviceChannel devices, Answers answers, Clock clock) {
        this.store = store;
        this.devices = devices;
        this.answers = answers;
        this.clock = clock;
    }

    /** Remembers a life that was just committed. */
    public void remember(Tracked tracked) {
        recent.put(tracked.id(), tracked);
    }

    @Override
    public Uni<Result> ack(UserRef user, NotificationId id, DeviceId device, AckKind kind) {
        Tracked known = recent.getIfPresent(id);
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
                        .map(found -> isShownBy(user, device, found.map(DeliveryStore.Found::tracked)) ? null : id))
                .collect()
                .asList();
    }

    private static boolean isShownBy(UserRef user, DeviceId device, Optional<Tracked> tracked) {
        return tracked.filter(life -> life.to().equals(user))
                .map(Tracked::state)
                .filter(state -> state instanceof State.Delivering delivering
                        && delivering.attempt().device().equals(device))
                .isPresent();
    }

    private Uni<Result> read(UserRef user, NotificationId id, DeviceId device, AckKind kind) {
        return store.find(user.tenant(), id)
                .chain(found -> found.map(DeliveryStore.Found::tracked)
                        .filter(tracked -> tracked.to().equals(user))
                        .map(tracked -> take(tracked, device, kind))
                        .orElse(Uni.createFrom().item(Result.UNKNOWN)));
    }

    /**
     * Calls a notification off.
     *
     * @return its life after that, which may have ended otherwise before; none if there is no such notification
     */
    public Uni<Optional<Tracked>> cancel(TenantId tenant, NotificationId id, String reason) {
        return store.find(tenant, id)
                .chain(found -> found.map(it -> cancel(it.tracked(), reason).map(Optional::of))
                        .orElse(Uni.createFrom().item(Optional.empty())));
    }

    /** Takes a notification away from the device that a committed move took it from. */
    public void retract(Tracked after, Move move) {
        Attempt loser = move.retracts();
        if (loser != null) {
            devices.retract(
                    after.to(),
                    loser.device(),
                    loser.sessions(),
                    new Retraction(after.id(), after.version(), move.reason()));
        }
    }

    private Uni<Result> take(Tracked tracked, DeviceId device, AckKind kind) {
        Instant now = clock.instant();
        return switch (tracked.state()) {
            case Open open -> {
                Moves moves = new Moves(tracked.id(), open, NEVER, now);
                Optional<Move> move =
                        kind.isHuman() ? Optional.of(moves.answered(outcome(kind), device)) : moves.received(device);
                yield move.map(step -> commit(tracked, step, "ack", device)
                                .chain(commit -> settled(commit, again -> take(again, device, kind))))
                        .orElse(Uni.createFrom().item(Result.REPEATED));
            }
            case Ended ended -> {
                if (ended.outcome() == Outcome.SEEN && kind.isHuman() && kind != AckKind.SEEN) {
                    yield commit(tracked, upgrade(tracked, ended, kind, device, now), "ack", device)
                            .chain(commit -> settled(commit, again -> take(again, device, kind)));
                }
                yield Uni.createFrom().item(saysNothingNew(ended, kind) ? Result.REPEATED : Result.LATE);
            }
        };
    }

    /** A person who saw it and then acts has done more: the end stays an end, and says so. */
    private static Move upgrade(Tracked tracked, Ended ended, AckKind kind, DeviceId device, Instant now) {
        Outcome outcome = outcome(kind);
        return new Move(
                new Ended(outcome, ended.reason(), device, now, ended.past()),
                null,
                List.of(Moves.answer(tracked.id(), outcome, device)),
                null,
                "");
    }

    private static boolean saysNothingNew(Ended ended, AckKind kind) {
        return switch (ended.outcome()) {
            case SEEN, ACTED, DISMISSED -> kind != AckKind.ACTED || ended.outcome() == Outcome.ACTED;
            case SUPPRESSED, EXPIRED, EXHAUSTED, CANCELLED -> false;
        };
    }

    private Uni<Tracked> cancel(Tracked tracked, String reason) {
        if (!(tracked.state() instanceof Open open)) {
            return Uni.createFrom().item(tracked);
        }
        Move move = new Moves(tracked.id(), open, NEVER, clock.instant()).cancel(reason);
        return commit(tracked, move, "cancel", null).chain(commit -> switch (commit) {
            case Commit.Made made -> Uni.createFrom().item(made.tracked());
            case Commit.Conflict conflict -> cancel(conflict.tracked(), reason);
            case Commit.Gone ignored -> Uni.createFrom().item(tracked);
        });
    }

    private Uni<Commit> commit(Tracked tracked, Move move, String cause, @Nullable DeviceId device) {
        List<String> events =
                move.events().stream().map(NotificationEvent::type).toList();
        TraceLine line = new TraceLine(clock.instant(), cause, events, device == null ? null : device.value(), null);
        return store.commit(tracked, move, line).invoke(commit -> {
            if (commit instanceof Commit.Made made) {
                remember(made.tracked());
                retract(made.tracked(), move);
                tellAnswer(tracked, made.tracked());
            }
        });
    }

    private void tellAnswer(Tracked before, Tracked after) {
        if (before.state() instanceof Open open && after.state() instanceof Ended ended && ended.by() != null) {
            DeviceId asked =
                    open instanceof Delivering delivering ? delivering.attempt().device() : null;
            answers.answered(after.to(), ended.by(), asked);
        }
    }

    private static Uni<Result> settled(Commit commit, Function<Tracked, Uni<Result>> again) {
        return switch (commit) {
            case Commit.Made ignored -> Uni.createFrom().item(Result.TAKEN);
            case Commit.Conflict conflict -> again.apply(conflict.tracked());
            case Commit.Gone ignored -> Uni.createFrom().item(Result.UNKNOWN);
        };
    }

    private static Outcome outcome(AckKind kind) {
        return switch (kind) {
            case SEEN -> Outcome.SEEN;
            case ACTED -> Outcome.ACTED;
            case DISMISSED -> Outcome.DISMISSED;
            case RECEIVED -> throw new IllegalArgumentException("received is no person's answer");
        };
    }
}
