package dev.oneping.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.sim.SimFrame.Type;
import org.junit.jupiter.api.Test;

class ClientsTest {

    @Test
    void shouldReportOnlyWhileConnected() {
        for (int number = 0; number < 30; number++) {
            SimDays days = SimDays.of(PopulationSpec.COMMON, 1, number, 5);
            boolean[] online = new boolean[days.person().devices().size()];
            for (SimFrame frame : days.frames()) {
                assertEquals(frame.type() != Type.OPEN, online[frame.device()], frame::toString);
                online[frame.device()] = frame.type() != Type.CLOSE;
            }
        }
    }

    @Test
    void shouldKnowNothingBeyondTheTabWhereBrowsersDoNot() {
        for (int number = 0; number < 30; number++) {
            SimDays days = SimDays.of(PopulationSpec.TAB_ONLY, 1, number, 3);
            assertTrue(days.frames().stream().allMatch(frame -> frame.systemIdle() == -1));
        }
    }

    @Test
    void shouldConnectTheAppOfThePhoneOnlyWhileItIsUsed() {
        SimDays days = SimDays.of(PopulationSpec.COMMON, 1, 5, 5);
        ServerView view = new ServerView(days.person());
        int online = 0;
        int hours = 0;
        int next = 0;
        for (int at = 0; at < days.end(); at += 600, hours++) {
            while (next < days.frames().size() && days.frames().get(next).at() <= at) {
                view.hear(days.frames().get(next++));
            }
            online += view.device(0).online ? 1 : 0;
        }
        assertTrue(online > 0 && online < hours / 5, online + " of " + hours);
    }
}
