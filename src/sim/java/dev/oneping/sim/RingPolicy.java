package dev.oneping.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A policy for one person, in process: which devices display and which ring. It may keep state of its person. */
interface RingPolicy {

    /** Whether every device shows every notification without sound, now or when it connects. */
    boolean silentEverywhere();

    /** Decides on one open notification; called at its arrival, when evidence changes, and at the time that it asked for. */
    Look look(ServerView view, Open open, int now);

    /** Takes notice of an answer. */
    default void answered(ServerView view, Open open, int device, int now) {}

    /** Takes notice that a notification got no answer within a day. */
    default void expired(Open open) {}

    /**
     * A decision.
     *
     * @param rings one bit for each device that rings now
     * @param shows one bit for each device that displays it now without sound
     * @param next  time of the next look, if no evidence comes earlier
     */
    record Look(int rings, int shows, int next) {
        static Look none(int next) {
            return new Look(0, 0, next);
        }

        static Look ring(int device, int next) {
            return new Look(1 << device, 0, next);
        }

        Look silently() {
            return new Look(0, rings, next);
        }
    }

    /** A notification without an answer. */
    final class Open {
        final SimNotice notice;
        final List<Rung> rings = new ArrayList<>();
        int attempts;
        int shownSince = -1;
        int lookedAt = -1;
        int nextLook;
        /** Until then, new evidence is no reason for a look: the person has time to answer. */
        int waitsUntil;
        /** The time from which each device shows it; missing where it does not. */
        final Map<Integer, Integer> shownAt = new HashMap<>();
        /** Whether the person has probably seen it. */
        boolean presumed;

        Open(SimNotice notice) {
            this.notice = notice;
        }

        void rang(int device, int at, boolean push) {
            rings.add(new Rung(device, at, push));
        }
    }

    /** A ring. */
    record Rung(int device, int at, boolean push) {}

    /** Creates the policy for a person. The oracle looks at the truth; no other does. */
    interface Factory {
        RingPolicy of(SimDays days);
    }
}
