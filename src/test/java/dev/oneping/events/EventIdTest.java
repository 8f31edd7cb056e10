package dev.oneping.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.redis.Shard;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventIdTest {

    @ParameterizedTest
    @CsvSource({"0,0,0", "1763928900123,0,63", "1763928900123,4095,1023", "281474976710655,16777215,4095"})
    void shouldEncodeThePositionInFixedWidth(long millis, long sequence, int shard) {
        EventId id = EventId.of(new Shard(shard), millis, sequence);

        assertEquals("evt_%012x%06x%03x".formatted(millis, sequence, shard), id.value());
        assertEquals(millis + "-" + sequence, id.position());
        assertEquals(new Shard(shard), id.shard());
    }
}
