package dev.oneping.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.feed.Cursor.Position;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static final Instant ISSUED = Instant.parse("2026-11-23T09:30:00Z");

    @Test
    void shouldReadWhatItWrote() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 1000; round++) {
            Map<Integer, Position> positions = new HashMap<>();
            for (int i = random.nextInt(65); i > 0; i--) {
                positions.put(
                        random.nextInt(1024),
                        new Position(1_700_000_000_000L + random.nextLong(1L << 40), random.nextInt(1 << 20)));
            }
            Cursor cursor = new Cursor(positions, ISSUED);

            assertEquals(Optional.of(cursor), Cursor.decode(cursor.encode()), () -> "seed " + seed);
        }
    }

    @Test
    void shouldStayShortWhenEveryShardWasReadInTheSameHour() {
        Map<Integer, Position> positions = new HashMap<>();
        for (int shard = 0; shard < 64; shard++) {
            positions.put(shard, new Position(1_790_000_000_000L + shard * 50_000L, 3));
        }

        int length = new Cursor(positions, ISSUED).encode().length();

        assertTrue(length < 600, () -> "a cursor of " + length + " characters");
    }

    @Test
    void shouldRefuseWhatItDidNotWrite() {
        String cut = new Cursor(Map.of(3, new Position(1_790_000_000_000L, 1)), ISSUED).encode();
        for (String text :
                List.of("", "!", "AA", "%%%", "AQAA", "Af__________________", cut.substring(0, cut.length() - 2))) {
            assertEquals(Optional.empty(), Cursor.decode(text), text);
        }
    }
}
