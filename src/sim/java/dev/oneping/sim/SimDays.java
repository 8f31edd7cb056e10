package dev.oneping.sim;

import java.util.List;

/**
 * A person's days: what happens and is reported, whatever the service does.
 *
 * @param days the number of days with notifications; one more without follows, in which the last ones can be found
 */
record SimDays(SimPerson person, int days, List<Scene> scenes, List<SimFrame> frames, List<SimNotice> notices) {

    static SimDays of(PopulationSpec spec, long seed, int number, int days) {
        SimPerson person = spec.person(seed, number);
        List<Scene> scenes = Life.of(person, days + 1);
        return new SimDays(person, days, scenes, Clients.of(person, scenes), SimNotice.of(person, days));
    }

    int end() {
        return scenes.getLast().to();
    }

    /** The scene at that time. */
    Scene at(int time) {
        return scenes.get(indexAt(time));
    }

    int indexAt(int time) {
        int low = 0;
        int high = scenes.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scenes.get(middle).to() > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
