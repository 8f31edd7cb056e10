package dev.oneping.notify;

import dev.oneping.delivery.Attempt;
import dev.oneping.delivery.Display;
import dev.oneping.delivery.State.Open;
import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.rules.Decision;
import dev.oneping.rules.DecisionTarget;
import dev.oneping.rules.RuleSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the devices that show a notification without sound: pure. A policy of steps shows it in one place at a time, as
 * its author wrote. A policy by chance shows it on every device in use, and what shows it keeps it when the sound moves
 * on, except where that would mislead: on a screen that others see.
 */
final class SilentDisplays {

    private SilentDisplays() {}

    /** Returns all devices that show it beside the target of an attempt, those that show it already included. */
    static Set<DeviceId> beside(Decision.Deliver deliver, Open from, RuleSet rules, Presence presence) {
        Set<DeviceId> silent = connected(deliver.silent(), presence);
        if (rules.choosesByChance(deliver.at().policy())) {
            from.shown()
                    .map(Attempt::target)
                    .flatMap(target -> Optional.ofNullable(target.device()))
                    .filter(device -> stays(device, presence))
                    .ifPresent(silent::add);
            from.silent().stream()
                    .map(Display::device)
                    .filter(device -> stays(device, presence))
                    .forEach(silent::add);
        }
        return silent;
    }

    /** Returns all devices on which a decision wants it shown, the target of a sound included unless nobody is there. */
    static Set<DeviceId> all(Decision decision, RuleSet rules, Presence presence) {
        return switch (decision) {
            case Decision.Deliver deliver
            when rules.choosesByChance(deliver.at().policy()) -> {
                Set<DeviceId> all = connected(deliver.silent(), presence);
                if (deliver.target() instanceof DecisionTarget.OnDevice(DeviceId target)) {
                    presence.device(target)
                            .filter(device -> !device.attention().isAway())
                            .map(Device::id)
                            .ifPresent(all::add);
                }
                yield all;
            }
            case Decision.Hold hold -> connected(hold.silent(), presence);
            case Decision.Deliver ignored -> Set.of();
            case Decision.Suppress ignored -> Set.of();
            case Decision.Exhaust ignored -> Set.of();
            case Decision.Expire ignored -> Set.of();
        };
    }

    /** Returns the devices that have a session, in the order of their attention, so that a bound drops the least used. */
    private static Set<DeviceId> connected(Set<DeviceId> silent, Presence presence) {
        Set<DeviceId> connected = new LinkedHashSet<>();
        presence.devices().stream()
                .filter(device -> device.online() && silent.contains(device.id()))
                .map(Device::id)
                .forEach(connected::add);
        return connected;
    }

    private static boolean stays(DeviceId id, Presence presence) {
        return presence.device(id)
                .filter(device -> device.online() && device.activity().is(ActivityKind.PRESENTING))
                .isEmpty();
    }
}
