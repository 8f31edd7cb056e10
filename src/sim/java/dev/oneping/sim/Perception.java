package dev.oneping.sim;

import dev.oneping.sim.Scene.Doing;
import dev.oneping.sim.Scene.Mode;

/**
 * The hidden truth about what a person notices. All rates are assumed, with the order that the field agrees on: a device in use before
 * one at hand, an audible before a vibrating before a silent phone (Chang and Tang, "Investigating mobile users' ringer mode usage and
 * attentiveness and responsiveness to communication", MobileHCI 2015, describe the modes), and a silent toast before none.
 */
final class Perception {

    static final int NEVER = -1;

    private final SimDays days;
    private final SimPerson person;
    private final double silence;

    /** @param silence factor of the chance that a silent display is noticed */
    Perception(SimDays days, double silence) {
        this.days = days;
        this.person = days.person();
        this.silence = silence;
    }

    /** The delay after which a ring is noticed; {@link #NEVER} if it is not. The same for the same number of the ring. */
    int ring(int notice, int device, int at, int ring) {
        Scene scene = days.at(at);
        double chance = chance(scene, device, at);
        if (person.draw(11, notice, device, ring) >= chance) {
            return NEVER;
        }
        boolean inUse = scene.attended() == device;
        boolean atDesk = scene.attended() >= 0;
        double one = person.draw(12, notice, device, ring);
        double delay = inUse
                ? 2 + Dice.exponential(4, one)
                : 3 + Dice.logNormal(atDesk ? 8 : 9, 0.9, one, person.draw(13, notice, device, ring));
        double busy = scene.doing() == Doing.MEETING || scene.doing() == Doing.PRESENTING ? 2 : 1;
        return (int) (1 + delay * (inUse ? Math.sqrt(habits().delay()) : habits().delay() * busy));
    }

    /** The chance that a ring is noticed. */
    double chance(Scene scene, int device, int at) {
        if (!scene.isNear(device)) {
            return 0;
        }
        SimDevice target = person.devices().get(device);
        double alert = scene.asleep()
                ? 0.2
                : scene.doing() == Doing.PRESENTING ? 0.35 : scene.doing() == Doing.MEETING ? 0.8 : 1;
        if (scene.attended() == device) {
            double used = scene.mode() == Mode.FOCUSED
                    ? 0.97
                    : scene.mode() == Mode.VISIBLE ? 0.92 : target.muted() ? 0.75 : 0.88;
            return scene.doing() == Doing.PRESENTING ? used * 0.5 : used;
        }
        return alert
                * switch (target.kind()) {
                    case PHONE -> ringer(scene, at);
                    case WATCH -> 0.75;
                    case TV -> 0.4;
                    case TABLET -> 0.45;
                    case LAPTOP, DESKTOP -> target.muted() ? 0.2 : 0.65;
                };
    }

    /** A phone at hand; its mode holds for some hours. */
    private double ringer(Scene scene, int at) {
        if (scene.asleep() && habits().silentAsleep()) {
            return 0;
        }
        double mode = person.draw(14, at / 10_800);
        boolean company = scene.doing() == Doing.MEETING || scene.doing() == Doing.PRESENTING;
        double sound = company ? habits().sound() * 0.4 : habits().sound();
        return mode < sound ? 0.93 : mode < sound + habits().vibrate() ? 0.82 : scene.attended() >= 0 ? 0.5 : 0.3;
    }

    /** The time from which a silent display, shown since then, is noticed; {@link #NEVER} if it is not before the end. */
    int silent(int notice, int device, int since, int display) {
        int first = days.indexAt(since);
        for (int index = first; index < days.scenes().size(); index++) {
            Scene scene = days.scenes().get(index);
            if (scene.attended() != device) {
                continue;
            }
            boolean fresh = index == first;
            boolean taken = !fresh && days.scenes().get(index - 1).attended() != device;
            boolean app = scene.mode() == Mode.FOCUSED;
            double chance = silence * (fresh ? app ? 0.75 : 0.6 : taken ? app ? 0.75 : 0.45 : app ? 0.6 : 0.08);
            int luck = fresh ? display : -1;
            int from = Math.max(since, scene.from());
            double delay = 1 + Dice.exponential(fresh ? 6 : 12, person.draw(15, notice, device, index, luck));
            if (person.draw(16, notice, device, index, luck) < chance && from + delay * habits().delay() < scene.to()) {
                return (int) (from + delay * habits().delay());
            }
        }
        return NEVER;
    }

    /** The delay after which what was noticed is tapped; {@link #NEVER} if it is not. */
    int tap(int notice) {
        return person.draw(17, notice) < habits().tapRate()
                ? (int) (2 + Dice.exponential(5, person.draw(18, notice)) * habits().delay())
                : NEVER;
    }

    private Habits habits() {
        return person.habits();
    }
}
