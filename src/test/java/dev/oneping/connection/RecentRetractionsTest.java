package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.NotificationId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentRetractionsTest {

    private static final int KEPT = 32;

    private final RecentRetractions tombstones = new RecentRetractions();

    @Test
    void shouldTreatOnlyLowerVersionsAsOvertaken() {
        NotificationId id = ids(1).getFirst();
        tombstones.record(id, 5);

        assertTrue(tombstones.isOvertaken(id, 4));
        assertFalse(tombstones.isOvertaken(id, 5));
        assertFalse(tombstones.isOvertaken(id, 6));
        assertFalse(tombstones.isOvertaken(ids(1).getFirst(), 1));
    }

    @Test
    void shouldKeepTheHighestVersionOfARepeatedRetraction() {
        NotificationId id = ids(1).getFirst();
        tombstones.record(id, 7);
        tombstones.record(id, 3);

        assertTrue(tombstones.isOvertaken(id, 6));
    }

    @Test
    void shouldForgetTheOldestWhenThereAreTooMany() {
        List<NotificationId> ids = ids(KEPT + 3);
        ids.forEach(id -> tombstones.record(id, 2));

        assertTrue(ids.subList(0, 3).stream().noneMatch(id -> tombstones.isOvertaken(id, 1)));
        assertTrue(ids.subList(3, ids.size()).stream().allMatch(id -> tombstones.isOvertaken(id, 1)));
    }

    private static List<NotificationId> ids(int count) {
        return Stream.generate(() -> NotificationId.create(Instant.EPOCH, 1))
                .limit(count)
                .toList();
    }
}
