package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimerWheelTest {

    private static final class Passenger extends TimerWheel.Entry {}

    private final TimerWheel<Passenger> wheel = new TimerWheel<>(5);

    @Test
    void shouldAgreeWithAMapForRandomAddsAndRemoves() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Passenger> passengers = new ArrayList<>(Collections.nCopies(40, null));
        passengers.replaceAll(ignored -> new Passenger());
        Map<Passenger, Integer> model = new IdentityHashMap<>();

        for (int round = 0; round < 20_000; round++) {
            Passenger passenger = passengers.get(random.nextInt(passengers.size()));
            if (random.nextInt(3) == 0) {
                wheel.remove(passenger);
                model.remove(passenger);
            } else {
                int bucket = random.nextInt(-7, 12);
                wheel.put(passenger, bucket);
                model.put(passenger, Math.floorMod(bucket, 5));
            }
        }

        for (int bucket = 0; bucket < 5; bucket++) {
            assertEquals(ridersOf(model, bucket), visited(bucket));
        }
        assertEquals(model.keySet(), new HashSet<>(wheel.all()));
    }

    @Test
    void shouldVisitEveryEntryOnceWhenTheVisitorRemovesThem() {
        for (int i = 0; i < 10; i++) {
            wheel.put(new Passenger(), 2);
        }
        List<Passenger> visits = new ArrayList<>();

        wheel.visit(2, passenger -> {
            visits.add(passenger);
            wheel.remove(passenger);
        });

        assertEquals(10, new HashSet<>(visits).size());
        assertEquals(List.of(), wheel.all());
    }

    private Set<Passenger> visited(int bucket) {
        Set<Passenger> visited = new HashSet<>();
        wheel.visit(bucket, visited::add);
        return visited;
    }

    private static Set<Passenger> ridersOf(Map<Passenger, Integer> model, int bucket) {
        Set<Passenger> riders = new HashSet<>();
        model.forEach((passenger, in) -> {
            if (in == bucket) {
                riders.add(passenger);
            }
        });
        return riders;
    }
}
