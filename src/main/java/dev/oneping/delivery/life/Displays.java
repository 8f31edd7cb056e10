package dev.oneping.delivery.life;

import dev.oneping.delivery.life.State.Open;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The displays of a notification while its sound moves: pure.
 *
 * @param silent the devices that show it without sound afterwards; never the device of the attempt
 * @param loser  the attempt whose device loses it; null if none does
 * @param hidden the further devices that lose it
 * @param added  the devices that did not show it before
 */
public record Displays(List<Display> silent, @Nullable Attempt loser, List<Target> hidden, List<DeviceId> added) {

    /** The number of devices that show a notification without sound: more would let its state grow without bound. */
    static final int MOST = 16;

    /** Copies the lists. */
    public Displays {
        silent = List.copyOf(silent);
        hidden = List.copyOf(hidden);
        added = List.copyOf(added);
    }

    /**
     * Moves the sound to another target: the devices that the plan names show it silently from now on, the others lose
     * it. An attempt that notifies the rest of the group takes it from no device.
     */
    static Displays moved(Open from, AttemptPlan plan, Instant now) {
        Attempt last = from.shown().orElse(null);
        DeviceId left = last == null ? null : last.target().device();
        if (plan.target() instanceof Target.Everyone) {
            return added(from, plan.silent(), now);
        }
        DeviceId next = plan.target().device();
        List<Display> stay = new ArrayList<>();
        boolean leaves = last != null && left != null && !last.target().isSamePlace(plan.target());
        boolean loses = leaves && !isAmong(plan.silent(), left);
        if (last != null && left != null && leaves && !loses) {
            stay.add(Display.leftBy(last, left));
        }
        List<Target> hidden = new ArrayList<>();
        for (Display display : from.silent()) {
            if (isAmong(plan.silent(), display.device()) && !display.device().equals(next)) {
                stay.add(display);
            } else if (!display.device().equals(next)) {
                hidden.add(display.target());
            }
        }
        List<DeviceId> added = new ArrayList<>();
        for (Target target : plan.silent()) {
            Display display = Display.at(target, now);
            if (stay.size() < MOST && !display.device().equals(next) && !Display.isAmong(stay, display.device())) {
                stay.add(display);
                added.add(display.device());
            }
        }
        return new Displays(stay, loses ? last : null, hidden, added);
    }

    /** Adds the devices of targets; none that shows it loses it. */
    static Displays added(Open from, Collection<Target> targets, Instant now) {
        List<Display> silent = new ArrayList<>(from.silent());
        List<DeviceId> added = new ArrayList<>();
        for (Target target : targets) {
            Display display = Display.at(target, now);
            if (silent.size() < MOST && !from.isShownOn(display.device())) {
                silent.add(display);
                added.add(display.device());
            }
        }
        return new Displays(silent, null, List.of(), added);
    }

    /** Returns the targets of all displays but those on one device; null excepts none. */
    public static List<Target> targets(List<Display> silent, @Nullable DeviceId except) {
        if (silent.isEmpty()) {
            return List.of();
        }
        return silent.stream()
                .filter(display -> !display.device().equals(except))
                .map(Display::target)
                .toList();
    }

    /** Returns the devices that show it silently. */
    public static Set<DeviceId> devices(List<Display> silent) {
        return silent.isEmpty()
                ? Set.of()
                : silent.stream().map(Display::device).collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isAmong(Set<Target> targets, @Nullable DeviceId device) {
        for (Target target : targets) {
            if (Objects.equals(target.device(), device)) {
                return true;
            }
        }
        return false;
    }
}
