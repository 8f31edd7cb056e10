package dev.oneping.notify.turn;

import dev.oneping.delivery.NotificationMeters;
import dev.oneping.delivery.NotificationUpdater;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Display;
import dev.oneping.delivery.life.State;
import dev.oneping.delivery.life.State.Delivering;
import dev.oneping.delivery.life.State.Held;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Superseded;
import dev.oneping.delivery.life.Target;
import dev.oneping.delivery.life.VersionedState;
import dev.oneping.delivery.store.NotificationStore;
import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionLocation;
import dev.oneping.notify.memory.AckStatistics;
import dev.oneping.notify.ruleset.FactsLog;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Acts after a turn was committed: shows the notification, retracts it elsewhere, records facts and habits. */
@Singleton
class TurnEffects {

    /** A turn that takes longer than this was not merely slow: its process was suspended, or Redis was unreachable. */
    private static final Duration MAX_DURATION = Duration.ofSeconds(1);

    private final NotificationStore store;
    private final NotificationUpdater updater;
    private final AttemptSender sender;
    private final NotificationMeters meters;
    private final AckStatistics habits;
    private final FactsLog facts;
    private final Clock clock;
    private final Counter brokenRules;

    TurnEffects(
            NotificationStore store,
            NotificationUpdater updater,
            AttemptSender sender,
            NotificationMeters meters,
            AckStatistics habits,
            FactsLog facts,
            Clock clock,
            MeterRegistry metrics) {
        this.store = store;
        this.updater = updater;
        this.sender = sender;
        this.meters = meters;
        this.habits = habits;
        this.facts = facts;
        this.clock = clock;
        this.brokenRules = Counter.builder("oneping.rules.broken")
                .description("Rules that failed during evaluation; each was skipped and is named in the trace")
                .register(metrics);
    }

    /**
     * Acts after the commit. A turn that was delayed on the way reads the state again before it shows anything, because
     * the user may have answered meanwhile.
     */
    Uni<Void> act(Found before, Presence presence, VersionedState after, TurnPlan plan, Instant decided) {
        meters.know(before.notification());
        updater.committed(before.tracked(), after, plan.transition());
        if (plan.decided() != null && plan.known() != null) {
            brokenRules.increment(plan.decided().explanation().failures());
            facts.keep(after.to().tenant(), plan.known(), plan.decided());
            learn(before.tracked().state(), after, presence);
        }
        if (clock.instant().isBefore(decided.plus(MAX_DURATION))) {
            show(before, after, presence, true);
            return Uni.createFrom().voidItem();
        }
        return store.find(after.to().tenant(), after.id())
                .map(found -> found.filter(now -> now.tracked().version() == after.version()))
                .invoke(same -> show(before, after, presence, same.isPresent()))
                .replaceWithVoid();
    }

    /**
     * Shows the attempt, and displays it silently where it was not. A superseded notification on the same device is
     * retracted after the new one was shown, so that a client can replace it in place; otherwise before.
     */
    private void show(Found before, VersionedState after, Presence presence, boolean isWanted) {
        State was = before.tracked().state();
        Attempt next = isWanted
                        && after.state() instanceof Delivering delivering
                        && AttemptSender.isToBeSent(was, delivering.attempt())
                ? delivering.attempt()
                : null;
        Superseded superseded = NotificationUpdater.superseded(was).orElse(null);
        Attempt left = superseded == null ? null : superseded.shown();
        boolean inPlace = superseded != null
                && next != null
                && (left == null || left.target().isSamePlace(next.target()));
        if (superseded != null && !inPlace) {
            updater.retract(after.to(), superseded);
        }
        if (next != null) {
            sender.send(before.notification(), after, next);
        }
        if (isWanted) {
            after.state().silent().forEach(display -> display(before, after, presence, display));
        }
        if (superseded != null && inPlace) {
            updater.retract(after.to(), superseded);
        }
    }

    /**
     * Shows it silently where it was not. A session that showed an attempt gets a frame, too: the sound has moved on. A
     * push cannot take its own sound back, so what a push has shown is not pushed once more.
     */
    private void display(Found before, VersionedState after, Presence presence, Display display) {
        State was = before.tracked().state();
        Device device = presence.device(display.device()).orElse(null);
        if (display.pushed()) {
            if (!was.isShownOn(display.device())) {
                sender.push(before.notification(), after, display, device);
            }
        } else if (device != null && device.online() && !Display.isAmong(was.silent(), display.device())) {
            sender.display(before.notification(), after, device, false);
        }
    }

    /**
     * Counts an attempt that went unanswered although its device was there, for the user's habits. Silence about what made
     * no sound, or was probably seen, tells nothing.
     */
    private void learn(State before, VersionedState after, Presence presence) {
        if (before instanceof Delivering was
                && was.attempt().ring()
                && after.state().presumed() == null) {
            Attempt attempt = was.attempt();
            after.state().past().stream()
                    .filter(over -> over.number() == attempt.number())
                    .filter(over -> TargetHealth.THERE.code().equals(over.over())
                            || TargetHealth.AWAY.code().equals(over.over()))
                    .map(Attempt::target)
                    .filter(Target.Live.class::isInstance)
                    .map(Target.Live.class::cast)
                    .forEach(over -> habits.unanswered(after.to(), over.device(), presence));
        }
    }

    /**
     * Shows a running attempt again on a device that came back with a session unknown to the attempt: what was sent or
     * pushed before may never have arrived. The attempt, its number and its deadline stay the same.
     */
    void showAgain(Found found, Presence presence, Set<DeviceId> arrived) {
        if (found.tracked().state() instanceof Delivering delivering
                && delivering.attempt().target().device() instanceof DeviceId device
                && arrived.contains(device)
                && delivering.attempt().receivedAt() == null) {
            Attempt attempt = delivering.attempt();
            List<SessionLocation> sessions = FactsMapper.sessions(presence, device);
            if (!(attempt.target() instanceof Target.Live live)
                    || !live.sessions().containsAll(sessions)) {
                sender.showAgain(found.notification(), found.tracked(), attempt, device, sessions);
            }
        }
    }

    /** Shows a notification again, without sound, on devices that came back and have displayed it before. */
    void displayAgain(Found found, Presence presence, Set<DeviceId> arrived) {
        State state = found.tracked().state();
        if (state instanceof Open) {
            arrived.stream()
                    .filter(device -> Display.isAmong(state.silent(), device)
                            || (state instanceof Held && state.isShownOn(device)))
                    .flatMap(device -> presence.device(device).stream())
                    .filter(Device::online)
                    .forEach(device -> sender.display(found.notification(), found.tracked(), device, true));
        }
    }
}
