package dev.oneping.sim;

import dev.oneping.sim.SimFrame.Type;

/** All that a service can know of a person from frames: the policies that are compared see nothing else. */
final class ServerView {

    static final int LONG_AGO = -90 * DayPlan.DAY;

    private final SimPerson person;
    private final Known[] devices;

    /** What is known of a device. */
    static final class Known {
        boolean online;
        boolean visible;
        boolean focused;
        boolean locked;
        boolean seesSystem;
        boolean inCall;
        boolean presenting;
        int input = LONG_AGO;
        int system = LONG_AGO;
        int report = LONG_AGO;
        /** The last moment at which the app was in the foreground. */
        int use = LONG_AGO;
        /** The end of the last call or presentation. */
        int free = LONG_AGO;
        /** The begin of the present use. */
        int since = LONG_AGO;

        /** The last known input, in the app or elsewhere. */
        int lastInput() {
            return Math.max(input, system);
        }
    }

    ServerView(SimPerson person) {
        this.person = person;
        this.devices = new Known[person.devices().size()];
        for (int index = 0; index < devices.length; index++) {
            devices[index] = new Known();
        }
    }

    /** Takes in a frame; returns whether it changes what is known, besides the age of an input. */
    boolean hear(SimFrame frame) {
        Known known = devices[frame.device()];
        boolean before = known.online;
        if (frame.type() == Type.CLOSE) {
            known.online = false;
            known.visible = false;
            known.focused = false;
            known.inCall = false;
            known.presenting = false;
            return before;
        }
        boolean changed = !before
                || known.visible != frame.visible()
                || known.focused != frame.focused()
                || known.inCall != frame.inCall()
                || known.presenting != frame.presenting()
                || (frame.locked() != null && known.locked != frame.locked())
                || frame.at() - known.lastInput() > 120;
        known.free = (known.inCall && !frame.inCall()) || (known.presenting && !frame.presenting())
                ? frame.at()
                : known.free;
        int last = known.lastInput();
        known.online = true;
        known.visible = frame.visible();
        known.focused = frame.focused();
        known.locked = Boolean.TRUE.equals(frame.locked());
        known.inCall = frame.inCall();
        known.presenting = frame.presenting();
        known.report = frame.at();
        known.input = Math.max(known.input, frame.at() - frame.idle());
        if (frame.systemIdle() >= 0) {
            known.seesSystem = true;
            known.system = Math.max(known.system, frame.at() - frame.systemIdle());
        }
        if (frame.focused()) {
            known.use = frame.at();
        }
        boolean again = known.lastInput() - last > 60;
        known.since = again ? known.lastInput() : known.since;
        return changed;
    }

    Known device(int index) {
        return devices[index];
    }

    SimPerson person() {
        return person;
    }

    /** Whether a ring or a display can get there. */
    boolean reaches(int device) {
        return devices[device].online || person.devices().get(device).push();
    }
}
