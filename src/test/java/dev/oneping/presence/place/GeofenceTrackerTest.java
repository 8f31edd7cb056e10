package dev.oneping.presence.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.presence.place.GeofenceTracker.Fix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hysteresis, dwell and accuracy around one place of 100 m in Berlin. */
class GeofenceTrackerTest {

    private static final double LAT = 52.52;
    private static final double LON = 13.405;
    private static final double METRES_PER_DEGREE = 111_195;
    private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");
    private static final Map<String, NamedPlace> HOME = Map.of("home", new NamedPlace(LAT, LON, 100));
    private static final Duration DWELL = Duration.ofSeconds(30);

    private final GeofenceTracker fences = new GeofenceTracker(DWELL);

    /** Each step is seconds@metres, with ~accuracy where the client told it; then which sides were told of. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            arrives and stays                      | 0@500 60@90 90@80             | enter@60
            one fix and silence                    | 0@90 40@-                     | enter@0
            not yet long enough                    | 0@90 29@-                     |
            exactly the dwell                      | 0@90 30@-                     | enter@0
            drives past                            | 0@400 10@50 25@300 120@800    |
            between the two radii is no entering   | 0@120 60@149 120@101          |
            within is at the radius                | 0@99.9 60@-                   | enter@0
            between the two radii is no leaving    | 0@50 60@140 600@149           | enter@0
            leaves beyond one and a half           | 0@50 60@160 95@-              | enter@0 leave@60
            looks out for a moment                 | 0@50 60@400 80@50 300@-       | enter@0
            a vague fix says nothing               | 0@50~500 60@-                 |
            a fix as vague as the radius counts    | 0@50~100 60@-                 | enter@0
            a vague fix far away takes it out      | 0@50~20 60@5000~3000 200@-    | enter@0 leave@60
            its error may explain the distance     | 0@50~20 60@3100~3000 200@-    | enter@0
            leaves beyond the error as well        | 0@50 60@160~20 100@-          | enter@0
            a vague fix does not break a dwell     | 0@50~20 15@900~900 31@-       | enter@0
            comes back after leaving               | 0@10 60@900 120@10 200@-      | enter@0 leave@60 enter@120
            """)
    void shouldChangeSidesAsTheTableSpecifies(String name, String walk, String expected) {
        assertEquals(expected == null ? "" : expected, String.join(" ", walk(List.of(walk.split(" ")))));
    }

    @Test
    void shouldEnterOnceOnANoisyWalkAlongTheEdge() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> walk = new ArrayList<>(List.of("0@500", "10@50", "45@50"));
        for (int i = 1; i <= 500; i++) {
            walk.add((50 + i * 10) + "@" + (60 + random.nextInt(90)));
        }
        walk.add("6000@400");
        walk.add("6040@-");

        assertEquals(List.of("enter@10", "leave@6000"), walk(walk));
    }

    /**
     * However somebody walks and however wrong the fixes are: sides alternate, and each is dwelt on before it is told
     * of.
     */
    @Test
    void shouldChangeSidesOnlyAfterTheDwellOnAnyWalk() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int told = 0;
        for (int round = 0; round < 2_000; round++) {
            List<String> walk = randomWalk(random);
            List<String> events = walk(walk);
            told += events.size();
            for (int i = 0; i < events.size(); i++) {
                assertTrue(events.get(i).startsWith(i % 2 == 0 ? "enter@" : "leave@"), () -> walk + " " + events);
                assertDweltOn(events.get(i), walk);
            }
        }
        assertTrue(told > 2_000, "too few sides were told of for a proof: " + told);
    }

    /** It begins far away and strolls, so that it comes near the edge often; some fixes are vague. */
    private static List<String> randomWalk(Random random) {
        List<String> walk = new ArrayList<>();
        int second = 0;
        double metres = 405;
        for (int step = 0; step < 60; step++) {
            walk.add(second + "@" + metres + (random.nextInt(4) == 0 ? "~" + random.nextInt(300) : ""));
            second += 1 + random.nextInt(40);
            metres = Math.clamp(metres + 10 * (random.nextInt(31) - 15), 5, 405);
        }
        walk.add(second + "@-");
        return walk;
    }

    /** The fix at its time tells of the side, and so do all that are not too vague until the dwell time is over. */
    private static void assertDweltOn(String event, List<String> walk) {
        boolean inside = event.startsWith("enter");
        long since = Long.parseLong(event.substring(event.indexOf('@') + 1));
        List<double[]> seen = walk.stream()
                .map(step -> step.split("[@~]"))
                .filter(step -> !step[1].equals("-"))
                .filter(step -> Long.parseLong(step[0]) >= since && Long.parseLong(step[0]) < since + DWELL.toSeconds())
                .map(step ->
                        new double[] {Double.parseDouble(step[1]), step.length < 3 ? 0 : Double.parseDouble(step[2])})
                .filter(fix -> fix[1] <= 100 || fix[0] - fix[1] > 149.5)
                .toList();
        assertTrue(!seen.isEmpty(), () -> event + " of " + walk);
        assertTrue(
                seen.stream().allMatch(fix -> inside ? fix[1] <= 100 && fix[0] <= 100 : fix[0] - fix[1] > 149.5),
                () -> event + " of " + walk);
    }

    @Test
    void shouldAcceptReportedPlacesAtOnceWithoutCoordinates() {
        Map<String, GeofenceState> fences = this.fences.reported(Map.of(), Set.of("gym"), START);

        assertTrue(fences.get("gym").inside());
        assertEquals(Map.of(), this.fences.reported(fences, Set.of(), START.plusSeconds(1)));
    }

    @Test
    void shouldDropAPlaceThatIsNoLongerDefined() {
        Map<String, GeofenceState> home = fences.reported(Map.of(), Set.of("home"), START);

        assertEquals(Map.of(), fences.located(home, Map.of(), new Fix(LAT, LON, null, START)));
    }

    @Test
    void shouldMeasureAlongTheSurface() {
        // Berlin to Munich, and across the date line at the equator.
        assertEquals(504_000, new NamedPlace(52.52, 13.405, 10).distanceTo(48.137, 11.575), 1_000);
        assertEquals(22_239, new NamedPlace(0, 179.9, 10).distanceTo(0, -179.9), 5);
    }

    private List<String> walk(List<String> steps) {
        List<String> told = new ArrayList<>();
        Map<String, GeofenceState> state = Map.of();
        for (String step : steps) {
            String[] parts = step.split("[@~]");
            Instant now = START.plusSeconds(Long.parseLong(parts[0]));
            Map<String, GeofenceState> before = state;
            state = fences.settled(state, now);
            told.addAll(crossings(before, state));
            if (!parts[1].equals("-")) {
                double north = Double.parseDouble(parts[1]) / METRES_PER_DEGREE;
                Double accuracy = parts.length > 2 ? Double.valueOf(parts[2]) : null;
                state = fences.located(state, HOME, new Fix(LAT + north, LON, accuracy, now));
            }
        }
        return told;
    }

    private static List<String> crossings(Map<String, GeofenceState> before, Map<String, GeofenceState> after) {
        boolean was = before.containsKey("home") && before.get("home").inside();
        boolean is = after.containsKey("home") && after.get("home").inside();
        if (was == is) {
            return List.of();
        }
        Instant since = is ? after.get("home").since() : before.get("home").crossing();
        return List.of(
                (is ? "enter@" : "leave@") + Duration.between(START, since).toSeconds());
    }
}
