package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.State.Open;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.rules.Decision;
import dev.oneping.rules.DecisionTarget;
import dev.oneping.rules.RuleSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the devices that show a notification without sound: pure. A policy of steps shows it in one place at a time, as
 * its author wrote. A policy by chance shows it on every device in use, and by push on the user's other devices without a
 * session; what shows it keeps it when the sound moves on, except where that would mislead: on a screen that others see.
 */
final class SilentDisplays {

    private SilentDisplays() {}

    /** Returns all devices that show it beside the target of an attempt, those that show it already included. */
    static Set<Target> beside(Decision.Deliver deliver, Open from, RuleSet rules, Presence presence) {
        Set<DeviceId> silent = new HashSet<>(deliver.silent());
        Set<DeviceId> shown = new HashSet<>();
        if (rules.choosesByChance(deliver.at().policy())) {
            from.shown()
                    .map(Attempt::target)
                    .flatMap(target -> Optional.ofNullable(target.device()))
                    .ifPresent(shown::add);
            from.silent().forEach(display -> shown.add(display.device()));
            shown.removeIf(device -> !stays(device, presence));
        }
        Set<Target> targets = reached(silent, presence);
        for (DeviceId device : shown) {
            if (targets.stream().noneMatch(target -> device.equals(target.device()))) {
                targets.add(Target.live(device));
            }
        }
        return targets;
    }

    /** Returns all devices on which a decision wants it shown, the target of a sound included unless nobody is there. */
    static Set<Target> all(Decision decision, RuleSet rules, Presence presence) {
        return switch (decision) {
            case Decision.Deliver deliver
            when rules.choosesByChance(deliver.at().policy()) -> {
                Set<DeviceId> all = new HashSet<>(deliver.silent());
                switch (deliver.target()) {
                    case DecisionTarget.OnDevice(DeviceId target) ->
                        presence.device(target)
                                .filter(device -> !device.attention().isAway())
                                .map(Device::id)
                                .ifPresent(all::add);
                    case DecisionTarget.OnPush(DeviceId target) -> {
                        if (rules.displaysByPush(deliver.at().policy())) {
                            all.add(target);
                        }
                    }
                    case DecisionTarget.OnChannel ignored -> {
                        // A channel shows nothing without sound.
                    }
                    case DecisionTarget.Everyone ignored -> {
                        // The others get notifications of their own.
                    }
                }
                yield reached(all, presence);
            }
            case Decision.Hold hold -> reached(hold.silent(), presence);
            case Decision.Deliver ignored -> Set.of();
            case Decision.Suppress ignored -> Set.of();
            case Decision.Exhaust ignored -> Set.of();
            case Decision.Expire ignored -> Set.of();
        };
    }

    /**
     * Returns the ways to the devices that can be reached now: by sessions, else by push. They are in the order of their
     * attention, so that a bound drops the least used.
     */
    private static Set<Target> reached(Set<DeviceId> silent, Presence presence) {
        Set<Target> reached = new LinkedHashSet<>();
        for (Device device : presence.devices()) {
            if (silent.contains(device.id())) {
                if (device.online()) {
                    reached.add(Target.live(device.id()));
                } else if (device.push() != null) {
                    reached.add(new Target.Push(device.id()));
                }
            }
        }
        return reached;
    }

    private static boolean stays(DeviceId id, Presence presence) {
        return presence.device(id)
                .filter(device -> device.online() && device.activity().is(ActivityKind.PRESENTING))
                .isEmpty();
    }
}
