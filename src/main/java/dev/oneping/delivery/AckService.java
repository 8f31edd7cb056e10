package dev.oneping.delivery;

import dev.oneping.change.Change.Step;
import dev.oneping.delivery.NotificationUpdater.Draft;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Displays;
import dev.oneping.delivery.life.NotificationOutcome;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Ended;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.delivery.life.Transition;
import dev.oneping.delivery.life.TransitionContext;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.port.AckPort;
import dev.oneping.delivery.port.AnswerListener;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.ShownState;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.events.Event;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserRef;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records acks and cancellations. The state that this node committed last is cached, so an ack usually needs one round
 * trip.
 */
@Singleton
public class AckService implements AckPort {

    private static final Instant NEVER = Instant.MAX;
    private static final int READ_AT_ONCE = 16;
    private static final String ANSWERED = "answered";

    private final NotificationStore store;
    private final NotificationUpdater updater;
    private final DeviceChannel devices;
    private final AnswerListener answers;

    /** Uses the given store. */
    public AckService(
            NotificationStore store, NotificationUpdater updater, DeviceChannel devices, AnswerListener answers) {
        this.store = store;
        this.updater = updater;
        this.devices = devices;
        this.answers = answers;
    }

    @Override
    public Uni<Result> ack(
            UserRef user, NotificationId id, DeviceId device, @Nullable SessionId session, AckKind kind) {
        Answer by = new Answer(device, session, kind);
        VersionedState known = updater.recent(user, id);
        if (kind == AckKind.RECEIVED && known != null && isSilentOn(known.state(), device)) {
            // Every client confirms what it gets. A display without sound awaits no receipt, so it costs no round trip.
            return Uni.createFrom().item(Result.REPEATED);
        }
        return updater.change(user, id, (tracked, now) -> decide(tracked, by, now), () -> Result.UNKNOWN);
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

    /**
     * Cancels a notification.
     *
     * @return the state afterwards, which may be an earlier, different end; empty if there is no such notification
     */
    public Uni<Optional<VersionedState>> cancel(TenantId tenant, NotificationId id, String reason) {
        return updater.change(
                tenant,
                id,
                (tracked, now) -> {
                    if (!(tracked.state() instanceof Open open)) {
                        return new Step.Keep<>(Optional.of(tracked));
                    }
                    Transition end = open.cancel(new TransitionContext(tracked.id(), NEVER, now), reason);
                    return new Step.Write<>(new Draft(end, line(now, "cancel", end, null)), Optional::of);
                },
                Optional::empty);
    }

    private Step<Draft, VersionedState, Result> decide(VersionedState tracked, Answer by, Instant now) {
        AckKind kind = by.kind();
        DeviceId device = by.device();
        TransitionContext at = new TransitionContext(tracked.id(), NEVER, now);
        Optional<Transition> transition = switch (tracked.state()) {
            case Open open when kind.isHuman() -> Optional.of(open.answered(at, outcome(kind), device));
            case Delivering delivering -> delivering.received(at, device);
            case Open ignored -> Optional.empty();
            case Ended ended when kind.isHuman() -> ended.upgraded(at, outcome(kind), device);
            case Ended ignored -> Optional.empty();
        };
        return transition
                .<Step<Draft, VersionedState, Result>>map(next -> new Step.Write<>(
                        new Draft(next, line(now, "ack", next, device), after -> publish(tracked, after, by)),
                        ignored -> Result.TAKEN))
                .orElseGet(() -> new Step.Keep<>(unmoved(tracked.state(), kind)));
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

    private static TraceLine line(Instant now, String cause, Transition transition, @Nullable DeviceId device) {
        List<String> events = transition.events().stream().map(Event::type).toList();
        return new TraceLine(now, cause, events, device == null ? null : device.value(), null, null, null);
    }

    /**
     * Acts after an answer that ended the notification: learns from it, and takes the notification from the device's other
     * sessions, because the first answer ends it everywhere.
     */
    private void publish(VersionedState before, VersionedState after, Answer by) {
        if (!(before.state() instanceof Open open) || !(after.state() instanceof Ended ended)) {
            return;
        }
        if (ended.by() != null) {
            DeviceId asked = open instanceof Delivering delivering
                    ? delivering.attempt().target().device()
                    : null;
            answers.answered(after.to(), ended.by(), asked);
        }
        devices.retractFromOthers(
                after.to(), by.device(), by.session(), new Retraction(after.id(), after.version(), ANSWERED));
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
