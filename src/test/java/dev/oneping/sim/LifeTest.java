package dev.oneping.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final int PEOPLE = 60;
    private static final List<SimDays> POPULATION = IntStream.range(0, PEOPLE)
            .mapToObj(number -> SimDays.of(PopulationSpec.COMMON, 1, number, 7))
            .toList();

    @Test
    void shouldBeTheSameForTheSameSeed() {
        assertEquals(POPULATION.get(3), SimDays.of(PopulationSpec.COMMON, 1, 3, 7));
        assertTrue(!POPULATION.get(3).equals(SimDays.of(PopulationSpec.COMMON, 3, 3, 7)));
    }

    @Test
    void shouldFillTimeWithoutGaps() {
        for (SimDays days : POPULATION) {
            int now = 0;
            for (Scene scene : days.scenes()) {
                assertEquals(now, scene.from());
                now = scene.to();
            }
        }
    }

    @Test
    void shouldSleepAtNightAndNotInTheAfternoon() {
        assertTrue(shareAsleep(3) > 0.95, () -> "at 3: " + shareAsleep(3));
        assertTrue(shareAsleep(15) == 0, () -> "at 15: " + shareAsleep(15));
        assertTrue(shareAsleep(7) > 0.2 && shareAsleep(7) < 0.9, () -> "at 7: " + shareAsleep(7));
    }

    @Test
    void shouldBeNearWhatIsAttended() {
        POPULATION.forEach(days -> days.scenes().stream()
                .filter(scene -> scene.attended() >= 0)
                .forEach(scene -> assertTrue(scene.isNear(scene.attended()))));
    }

    @Test
    void shouldGetAboutTwelveNotificationsADay() {
        double perDay =
                POPULATION.stream().mapToInt(days -> days.notices().size()).sum() / (PEOPLE * 7.0);
        assertTrue(perDay > 10.5 && perDay < 13.5, () -> perDay + " a day");
    }

    private static double shareAsleep(int hour) {
        long asleep = POPULATION.stream()
                .flatMap(days -> IntStream.range(1, 7).mapToObj(day -> days.at(day * DayPlan.DAY + hour * 3_600)))
                .filter(Scene::asleep)
                .count();
        return asleep / (PEOPLE * 6.0);
    }
}
