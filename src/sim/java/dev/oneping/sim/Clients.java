package dev.oneping.sim;

import static java.util.Comparator.comparingInt;

import dev.oneping.sim.Scene.Doing;
import dev.oneping.sim.Scene.Mode;
import dev.oneping.sim.SimFrame.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clients that report what they can observe, as those of the SDK do: at each change, and at its rates while they are used. */
final class Clients {

    /** The SDK renews the evidence of input at most every 20 s, and that of a visible page or busy machine every 45 s. */
    private static final int ACTIVE = 20;

    private static final int PASSIVE = 45;
    private static final int LOCK_AFTER = 600;
    private static final int LID_AFTER = 5_400;

    private final SimPerson person;
    private final RandomGenerator random;
    private final List<SimFrame> frames = new ArrayList<>();

    private Clients(SimPerson person) {
        this.person = person;
        this.random = new SplittableRandom(Dice.seed(person.seed(), person.number(), 5));
    }

    /** All frames of a life, by time. */
    static List<SimFrame> of(SimPerson person, List<Scene> scenes) {
        Clients clients = new Clients(person);
        for (SimDevice device : person.devices()) {
            if (device.kind() != SimKind.WATCH) {
                clients.new Client(device).live(scenes);
            }
        }
        clients.frames.sort(comparingInt(SimFrame::at));
        return List.copyOf(clients.frames);
    }

    /** The client on one device. */
    private final class Client {

        private final SimDevice device;
        private boolean online;
        private boolean locked;
        private int input = Integer.MIN_VALUE / 2;
        private int systemInput = Integer.MIN_VALUE / 2;
        private int closing = -1;
        private @Nullable Mode shown;

        Client(SimDevice device) {
            this.device = device;
        }

        void live(List<Scene> scenes) {
            int last = 0;
            for (Scene scene : merged(scenes)) {
                if (scene.to() - scene.from() < 1) {
                    continue;
                }
                rest(last, scene.from());
                settle(scene.from());
                use(scene);
                last = scene.to();
            }
            rest(last, scenes.getLast().to());
            settle(scenes.getLast().to());
        }

        /** Closes what was to be closed by then; a client that is used again before stays open. */
        private void settle(int now) {
            if (closing >= 0 && closing <= now) {
                close(closing);
            }
            closing = -1;
        }

        /** The uses of this device by its owner and, if it is shared, by others meanwhile. */
        private List<Scene> merged(List<Scene> scenes) {
            List<Scene> uses = new ArrayList<>();
            int busy = 0;
            for (Scene scene : scenes) {
                if (scene.attended() == device.index()) {
                    uses.add(scene);
                    busy = scene.to();
                } else if (device.shared() && isSocialHour(scene.from()) && Dice.chance(random, 0.06)) {
                    int from = Math.max(busy, scene.from());
                    int to = Math.min(scene.to(), from + 60 + Dice.exponential(random, 900));
                    if (to > from + 30) {
                        uses.add(new Scene(from, to, Doing.LEISURE, device.index(), Mode.FOCUSED, 0));
                        busy = to;
                    }
                }
            }
            return uses;
        }

        private boolean isSocialHour(int at) {
            int hour = at / 3_600 % 24;
            return hour >= 7 && hour < 23;
        }

        private void use(Scene scene) {
            boolean first = !online || locked || shown != scene.mode();
            if (!online && device.kind().isMobile() && scene.mode() != Mode.FOCUSED) {
                return;
            }
            locked = false;
            shown = scene.mode();
            boolean opens = !online;
            online = true;
            if (first) {
                touch(scene, scene.from());
                say(scene.from(), opens ? Type.OPEN : Type.REPORT, scene);
            }
            if (device.kind().isMobile() && scene.mode() == Mode.HIDDEN) {
                closing = scene.from() + 20;
                return;
            }
            int said = scene.from();
            for (int now = scene.from(); now < scene.to(); now += gap()) {
                touch(scene, now);
                int wait = scene.mode() == Mode.FOCUSED ? ACTIVE : PASSIVE;
                if (now - said >= wait && (scene.mode() != Mode.HIDDEN || device.seesSystem())) {
                    say(now, Type.REPORT, scene);
                    said = now;
                }
            }
        }

        /** Seconds between inputs: mostly quick, at times reading; assumed. */
        private int gap() {
            return 1 + Dice.exponential(random, Dice.chance(random, 0.85) ? 5 : 35);
        }

        private void touch(Scene scene, int at) {
            systemInput = at;
            if (scene.mode() == Mode.FOCUSED) {
                input = at;
            }
        }

        /** Nobody uses the device until then. */
        private void rest(int from, int until) {
            if (!online) {
                return;
            }
            if (device.kind().isMobile()) {
                if (until > from && closing < 0) {
                    shown = Mode.HIDDEN;
                    say(from, Type.REPORT, null);
                    closing = from + 20;
                }
                return;
            }
            if (device.kind().isComputer()) {
                restComputer(from, until);
            }
        }

        private void restComputer(int from, int until) {
            int lockAt = from + (Dice.chance(random, 0.25) ? 10 : LOCK_AFTER);
            boolean lid = device.kind() == SimKind.LAPTOP ? Dice.chance(random, 0.7) : Dice.chance(random, 0.3);
            int closeAt = lid ? from + LID_AFTER - random.nextInt(LID_AFTER - 900) : Integer.MAX_VALUE;
            int end = Math.min(until, closeAt);
            if (shown != Mode.HIDDEN || device.seesSystem()) {
                for (int now = from + PASSIVE; now < Math.min(Math.min(end, lockAt), from + 300); now += PASSIVE) {
                    say(now, Type.REPORT, null);
                }
            }
            if (lockAt < end) {
                locked = true;
                if (device.seesSystem()) {
                    say(lockAt, Type.REPORT, null);
                }
            }
            if (closeAt < until) {
                close(closeAt);
            }
        }

        private void close(int at) {
            frames.add(SimFrame.close(at, device.index()));
            online = false;
            shown = null;
        }

        private void say(int at, Type type, @Nullable Scene scene) {
            boolean visible = shown != Mode.HIDDEN && !locked;
            boolean focused = scene != null && shown == Mode.FOCUSED;
            frames.add(new SimFrame(
                    at,
                    device.index(),
                    type,
                    visible,
                    focused,
                    Math.clamp((long) at - input, 0, 90 * DayPlan.DAY),
                    device.seesSystem() ? Math.clamp((long) at - systemInput, 0, 90 * DayPlan.DAY) : -1,
                    device.seesSystem() || device.kind().isMobile() ? locked : null,
                    scene != null
                            && scene.doing() == Doing.CALLING
                            && device.kind().isComputer(),
                    scene != null
                            && scene.doing() == Doing.PRESENTING
                            && device.kind().isComputer()));
        }
    }
}
