package dev.oneping.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.model.Priority;
import dev.oneping.sim.Reactions.Sound;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A day made by hand: four notifications, of which the measures are known. */
class TallyTest {

    private static final int PHONE = 0;
    private static final int LAPTOP = 1;

    private final SimPerson person = PopulationSpec.COMMON.person(1, 0);

    private final Tally day = Tally.of(
            List.of(
                    // Rings where the person is, and is seen at once.
                    outcome(0, Priority.NORMAL, 10, ring(0, LAPTOP, LAPTOP, true, false)),
                    // Rings elsewhere first, and on the phone after it was seen on the laptop.
                    outcome(
                            1,
                            Priority.NORMAL,
                            30,
                            ring(5, PHONE, LAPTOP, false, false),
                            new Sound(60, PHONE, LAPTOP, true, false, false, true)),
                    // Two devices within ten seconds, into sleep, and never seen.
                    outcome(
                            2,
                            Priority.CRITICAL,
                            Perception.NEVER,
                            ring(0, PHONE, Scene.NONE, true, true),
                            ring(4, LAPTOP, Scene.NONE, false, true)),
                    // No ring at all; found after three minutes.
                    outcome(3, Priority.CRITICAL, 180)),
            1,
            Set.of(2, 3));

    @Test
    void shouldCountRingsAndTheirCircumstances() {
        assertEquals(5 / 4.0, Measure.RINGS.of(day));
        assertEquals(50, Measure.RIGHT_FIRST.of(day));
        assertEquals(40, Measure.NOBODY.of(day));
        assertEquals(2, Measure.ASLEEP.of(day));
        assertEquals(25, Measure.AFTER_SEEN.of(day));
        assertEquals(25, Measure.DOUBLE.of(day));
    }

    @Test
    void shouldMeasureTheTimeUntilSeen() {
        assertEquals(50, Measure.SOON.of(day));
        assertEquals(25, Measure.NEVER.of(day));
        assertEquals(30, Measure.MEDIAN.of(day));
        assertEquals(50, Measure.CRITICAL.of(day));
    }

    @Test
    void shouldAddUpPeople() {
        Tally both = Measure.sum(List.of(day, day));
        assertEquals(Measure.RINGS.of(day), Measure.RINGS.of(both));
        assertEquals(Measure.ASLEEP.of(day), Measure.ASLEEP.of(both));
        assertEquals(8, both.notices);
    }

    private SimOutcome outcome(int number, Priority priority, int seenAt, Sound... sounds) {
        return new SimOutcome(person, new SimNotice(number, 0, priority), seenAt, List.of(sounds));
    }

    private static Sound ring(int at, int device, int attended, boolean near, boolean asleep) {
        return new Sound(at, device, attended, near, asleep, false, false);
    }
}
