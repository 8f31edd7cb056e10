package dev.oneping.sim;

import dev.oneping.model.Priority;
import dev.oneping.sim.RingPolicy.Look;
import dev.oneping.sim.RingPolicy.Open;
import dev.oneping.sim.ServerView.Known;

/** Policies to compare with. None rings for low: the devices that would ring display it. */
final class Baselines {

    private static final int LATER = Integer.MAX_VALUE;
    private static final int MINUTES = 60;

    private Baselines() {}

    /** Every device that can be reached rings at once. */
    static RingPolicy everything(SimDays days) {
        return plain(
                (view, open, now) -> {
                    int rings = 0;
                    for (SimDevice device : view.person().devices()) {
                        rings |= view.reaches(device.index()) ? 1 << device.index() : 0;
                    }
                    return once(open, new Look(rings, 0, LATER));
                },
                false);
    }

    /** The device with the last input or use rings once; with push if it is offline. */
    static RingPolicy lastActive(SimDays days) {
        return plain((view, open, now) -> once(open, Look.ring(last(view), LATER)), false);
    }

    /** The same, and every device displays it. */
    static RingPolicy lastActiveAndSilent(SimDays days) {
        return plain((view, open, now) -> once(open, Look.ring(last(view), LATER)), true);
    }

    /** Slack's rule: computers at once; the phone too, if no computer was used for two minutes, or as soon as that is so. */
    static RingPolicy slack(SimDays days) {
        return plain(
                (view, open, now) -> {
                    int rings = 0;
                    int input = ServerView.LONG_AGO;
                    for (SimDevice device : view.person().devices()) {
                        Known known = view.device(device.index());
                        if (device.kind().isComputer() && known.online) {
                            rings |= open.rings.isEmpty() ? 1 << device.index() : 0;
                            input = Math.max(input, known.lastInput());
                        }
                    }
                    int phone = view.person().first(SimKind.PHONE);
                    boolean mobile = now - input >= 2 * MINUTES;
                    boolean first = open.rings.isEmpty();
                    open.rang(phone, now, true);
                    if (!first && (!mobile || open.attempts > 0)) {
                        return Look.none(now - open.notice.at() > 10 * MINUTES ? LATER : now + 30);
                    }
                    open.attempts += mobile ? 1 : 0;
                    return new Look(rings | (mobile ? 1 << phone : 0), 0, mobile ? LATER : now + 30);
                },
                false);
    }

    /** Knows the truth: the device in use rings, else the one at hand with the best chance, once the person is awake. */
    static RingPolicy oracle(SimDays days) {
        Perception perception = new Perception(days, 1);
        return plain(
                (view, open, now) -> {
                    Scene scene = days.at(now);
                    boolean critical = open.notice.priority() == Priority.CRITICAL;
                    int best = best(view, perception, scene, now, critical ? 0.02 : 0.2);
                    if (!open.rings.isEmpty()) {
                        return Look.none(LATER);
                    }
                    return best < 0 || scene.asleep() && !critical
                            ? Look.none(scene.to())
                            : once(open, Look.ring(best, LATER));
                },
                true);
    }

    /** Knows the truth, and for critical rings the best device every 20 s for five minutes: what can be reached at all. */
    static RingPolicy persistent(SimDays days) {
        Perception perception = new Perception(days, 1);
        return plain(
                (view, open, now) -> {
                    boolean over = open.notice.priority() != Priority.CRITICAL || now - open.notice.at() > 5 * MINUTES;
                    int best = best(view, perception, days.at(now), now, 0.02);
                    return over ? Look.none(LATER) : best < 0 ? Look.none(now + 5) : Look.ring(best, now + 20);
                },
                true);
    }

    private static int best(ServerView view, Perception perception, Scene scene, int now, double least) {
        int used = scene.attended();
        if (used >= 0 && view.reaches(used) && perception.chance(scene, used, now) > least) {
            return used;
        }
        int best = Scene.NONE;
        double most = least;
        for (SimDevice device : view.person().devices()) {
            double chance = view.reaches(device.index()) ? perception.chance(scene, device.index(), now) : 0;
            if (chance > most) {
                most = chance;
                best = device.index();
            }
        }
        return best;
    }

    private static int last(ServerView view) {
        int best = 0;
        long latest = Long.MIN_VALUE;
        for (SimDevice device : view.person().devices()) {
            int index = device.index();
            Known known = view.device(index);
            if (view.reaches(index)
                    && device.kind() != SimKind.WATCH
                    && Math.max(known.lastInput(), known.use) > latest) {
                latest = Math.max(known.lastInput(), known.use);
                best = index;
            }
        }
        return best;
    }

    private static Look once(Open open, Look look) {
        if (!open.rings.isEmpty()) {
            return Look.none(LATER);
        }
        open.rang(Scene.NONE, open.lookedAt, true);
        return look;
    }

    private interface Rule {
        Look look(ServerView view, Open open, int now);
    }

    private static RingPolicy plain(Rule rule, boolean silent) {
        return new RingPolicy() {
            @Override
            public boolean silentEverywhere() {
                return silent;
            }

            @Override
            public Look look(ServerView view, Open open, int now) {
                Look look = rule.look(view, open, now);
                return open.notice.priority() == Priority.LOW ? look.silently() : look;
            }
        };
    }
}
