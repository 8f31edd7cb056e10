package dev.oneping.sim;

import dev.oneping.sim.Reactions.Sound;
import java.util.List;

/**
 * What became of a notification.
 *
 * @param seenAt when the person saw it; {@link Perception#NEVER} if not
 * @param sounds its rings, oldest first
 */
record SimOutcome(SimPerson person, SimNotice notice, int seenAt, List<Sound> sounds) {

    SimOutcome {
        sounds = List.copyOf(sounds);
    }

    boolean seenWithin(int seconds) {
        return seenAt >= 0 && seenAt - notice.at() < seconds;
    }

    /** Whether two devices rang within ten seconds. */
    boolean isDouble() {
        for (int index = 1; index < sounds.size(); index++) {
            Sound before = sounds.get(index - 1);
            if (sounds.get(index).at() - before.at() < 10 && sounds.get(index).device() != before.device()) {
                return true;
            }
        }
        return false;
    }
}
