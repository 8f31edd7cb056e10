package dev.oneping.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** A person's reactions to what is shown and rung: notices it or not, and taps it or not. The same for every policy and driver. */
final class Reactions {

    private final SimDays days;
    private final Perception perception;
    private final List<Shown> shown = new ArrayList<>();
    private final PriorityQueue<Reaction> pending = new PriorityQueue<>();

    /** A notification in the life of the person. */
    private static final class Shown {
        int seenAt = Perception.NEVER;
        int displays;
        final int[] display;
        final List<Sound> sounds = new ArrayList<>();

        Shown(int devices) {
            display = new int[devices];
        }
    }

    /**
     * A ring, and the truth at its moment.
     *
     * @param attended the device that was in use
     * @param near     whether the person was near the device that rang
     */
    record Sound(
            int at, int device, int attended, boolean near, boolean asleep, boolean presenting, boolean afterSeen) {}

    /**
     * A reaction at a time.
     *
     * @param display the display that is noticed, by number
     * @param tap     whether it is a tap, which the client reports; else the person just sees it
     */
    record Reaction(int at, int notice, int device, int display, boolean tap) implements Comparable<Reaction> {
        @Override
        public int compareTo(Reaction other) {
            return Integer.compare(at, other.at);
        }
    }

    Reactions(SimDays days, Perception perception) {
        this.days = days;
        this.perception = perception;
        days.notices()
                .forEach(notice -> shown.add(new Shown(days.person().devices().size())));
    }

    /** Shows a notification on a device, or shows it again, with or without sound. */
    void show(int notice, int device, int at, boolean ring) {
        Shown of = shown.get(notice);
        if (ring) {
            Scene scene = days.at(at);
            boolean after = of.seenAt >= 0 && of.seenAt <= at;
            boolean presents = scene.doing() == Scene.Doing.PRESENTING;
            of.sounds.add(
                    new Sound(at, device, scene.attended(), scene.isNear(device), scene.asleep(), presents, after));
        }
        if (of.seenAt >= 0) {
            return;
        }
        int number = ++of.displays;
        of.display[device] = number;
        int rung = ring ? perception.ring(notice, device, at, of.sounds.size()) : Perception.NEVER;
        int found = perception.silent(notice, device, at, number);
        int noticed = rung >= 0 && (found < 0 || at + rung < found) ? at + rung : found;
        if (noticed >= 0) {
            pending.add(new Reaction(noticed, notice, device, number, false));
        }
    }

    void remove(int notice, int device) {
        shown.get(notice).display[device] = 0;
    }

    boolean isShown(int notice, int device) {
        return shown.get(notice).display[device] > 0;
    }

    /** The time of the next reaction; {@link Integer#MAX_VALUE} if there is none. */
    int next() {
        while (!pending.isEmpty() && isVoid(pending.peek())) {
            pending.remove();
        }
        return pending.isEmpty() ? Integer.MAX_VALUE : pending.peek().at();
    }

    private boolean isVoid(Reaction reaction) {
        Shown of = shown.get(reaction.notice());
        return !reaction.tap() && (of.seenAt >= 0 || of.display[reaction.device()] != reaction.display());
    }

    /** Lets the next reaction happen. */
    Reaction react() {
        Reaction reaction = pending.remove();
        if (!reaction.tap()) {
            shown.get(reaction.notice()).seenAt = reaction.at();
            int tap = perception.tap(reaction.notice());
            if (tap >= 0) {
                pending.add(new Reaction(reaction.at() + tap, reaction.notice(), reaction.device(), 0, true));
            }
        }
        return reaction;
    }

    /** The time at which it was seen; {@link Perception#NEVER} so far. */
    int seenAt(int notice) {
        return shown.get(notice).seenAt;
    }

    /** The time at which it will be seen if nothing else happens. */
    int foundAt(int notice) {
        return pending.stream()
                .filter(reaction -> reaction.notice() == notice && !isVoid(reaction) && !reaction.tap())
                .mapToInt(Reaction::at)
                .min()
                .orElse(Perception.NEVER);
    }

    List<SimOutcome> outcomes() {
        return days.notices().stream()
                .map(notice -> new SimOutcome(
                        days.person(), notice, seenAt(notice.number()), shown.get(notice.number()).sounds))
                .toList();
    }
}
