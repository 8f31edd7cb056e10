package dev.oneping.sim;

import dev.oneping.sim.DayPlan.Block;
import dev.oneping.sim.Scene.Doing;
import dev.oneping.sim.Scene.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The hidden truth of a person's days: scenes without gaps, made of the blocks of the plan.
 *
 * <p>Glances at the phone are short and frequent: Falaki and others, "Diversity in smartphone usage" (MobiSys 2010), found 10 to
 * 200 uses a day, and Ferreira and others, "Contextual experiences of mobile application micro-usage" (MobileHCI 2014), 40 % of the
 * uses of apps shorter than 15 s. The other lengths and shares are assumed.
 */
final class Life {

    private final SimPerson person;
    private final RandomGenerator random;
    private final int phone;
    private final int watch;
    private final int shared;
    private final List<Scene> scenes = new ArrayList<>();
    private boolean phoneNear = true;

    private Life(SimPerson person, RandomGenerator random) {
        this.person = person;
        this.random = random;
        this.phone = person.first(SimKind.PHONE);
        this.watch = person.first(SimKind.WATCH);
        this.shared = person.first(SimKind.TABLET);
    }

    /** The scenes of that many days. */
    static List<Scene> of(SimPerson person, int days) {
        RandomGenerator random = new SplittableRandom(Dice.seed(person.seed(), person.number(), 2));
        Life life = new Life(person, random);
        DayPlan.of(person, days, random).forEach(life::fill);
        return List.copyOf(life.scenes);
    }

    private void fill(Block block) {
        boolean home = !block.company() && block.doing() != Doing.TRAVELLING;
        // Away from home, the phone is in a pocket; at home it lies about.
        phoneNear = Dice.chance(random, home ? person.habits().phoneAlong() : 0.97);
        if (block.doing() == Doing.ASLEEP) {
            phoneNear = Dice.chance(random, 0.8);
            add(block, block.from(), block.to(), Scene.NONE, Mode.HIDDEN, 0);
            return;
        }
        int now = block.from();
        while (now < block.to()) {
            now = block.device() >= 0 ? aroundDevice(block, now) : withoutDevice(block, now);
        }
    }

    /** Long use of one device, with glances at the phone, absences and thoughts between. */
    private int aroundDevice(Block block, int start) {
        SimKind kind = person.devices().get(block.device()).kind();
        boolean talks = block.doing() == Doing.CALLING || block.doing() == Doing.PRESENTING;
        int now = use(
                block,
                start,
                end(block, start, 30 + Dice.exponential(random, talks ? 1200 : 620)),
                block.device(),
                kind);
        double draw = random.nextDouble();
        if (draw < 0.5) {
            now = use(
                    block,
                    now,
                    end(block, now, 8 + Dice.exponential(random, 50)),
                    phone,
                    SimKind.PHONE,
                    bit(block.device()));
        } else if (draw < 0.78 && !talks) {
            boolean before = phoneNear;
            phoneNear = before && Dice.chance(random, 0.7);
            now = add(block, now, end(block, now, 60 + Dice.exponential(random, 300)), Scene.NONE, Mode.HIDDEN, 0);
            phoneNear = before;
        } else {
            int pause = end(block, now, 20 + Dice.exponential(random, talks ? 60 : 150));
            now = add(block, now, pause, Scene.NONE, Mode.HIDDEN, bit(block.device()));
        }
        return now;
    }

    /** Mostly no device, with uses of the phone between, if it is at hand. */
    private int withoutDevice(Block block, int start) {
        double gap = switch (block.doing()) {
            case TRAVELLING -> 210;
            case PAUSE -> 170;
            case LEISURE -> 160;
            case MEETING -> 600;
            default -> 420;
        };
        boolean beside = shared >= 0 && !block.company() && Dice.chance(random, 0.3);
        int now = add(
                block,
                start,
                end(block, start, 15 + Dice.exponential(random, gap)),
                Scene.NONE,
                Mode.HIDDEN,
                beside ? bit(shared) : 0);
        if (!phoneNear) {
            phoneNear = Dice.chance(random, 0.6);
            return now;
        }
        boolean quick = Dice.chance(random, 0.4);
        double length = quick ? 10 : block.doing() == Doing.MEETING || block.doing() == Doing.BUSY ? 80 : 280;
        return use(block, now, end(block, now, 5 + Dice.exponential(random, length)), phone, SimKind.PHONE);
    }

    private int use(Block block, int start, int end, int device, SimKind kind) {
        return use(block, start, end, device, kind, 0);
    }

    /** One use of a device: the app and other things by turns. */
    private int use(Block block, int start, int end, int device, SimKind kind, int besides) {
        int now = start;
        while (now < end) {
            Mode mode = mode(kind);
            double mean = kind.isComputer() ? mode == Mode.HIDDEN ? 200 : 80 : mode == Mode.FOCUSED ? 45 : 120;
            now = add(block, now, Math.min(end, now + 4 + Dice.exponential(random, mean)), device, mode, besides);
        }
        return now;
    }

    private Mode mode(SimKind kind) {
        double draw = random.nextDouble();
        if (kind.isComputer()) {
            return draw < 0.27 ? Mode.FOCUSED : draw < 0.42 ? Mode.VISIBLE : Mode.HIDDEN;
        }
        if (kind == SimKind.TV) {
            return Mode.VISIBLE;
        }
        return draw < person.habits().appShare() ? Mode.FOCUSED : Mode.HIDDEN;
    }

    private int add(Block block, int from, int to, int attended, Mode mode, int besides) {
        if (from >= block.to()) {
            return from;
        }
        int near = besides | (attended >= 0 ? bit(attended) : 0);
        near |= phoneNear ? bit(phone) : 0;
        boolean worn = watch >= 0 && (block.doing() == Doing.ASLEEP ? person.draw(3) < 0.2 : person.draw(4) < 0.9);
        near |= worn ? bit(watch) : 0;
        int end = Math.max(from + 1, to);
        scenes.add(new Scene(from, end, block.doing(), attended, mode, near));
        return end;
    }

    private static int end(Block block, int from, int length) {
        return Math.min(block.to(), from + Math.max(1, length));
    }

    private static int bit(int device) {
        return 1 << device;
    }
}
