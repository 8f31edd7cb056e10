package dev.oneping.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private final TestChannels channels = new TestChannels();

    @AfterEach
    void close() {
        channels.close();
    }

    @Test
    void shouldUseTheDeclaredDefaults() {
        IncomingSettings settings = IncomingSettings.of(channels.attributes());

        assertEquals(1024, settings.maxInFlight());
        assertEquals("0", settings.start());
        assertEquals(FailureStrategy.FAIL, settings.failureStrategy());
        assertEquals(60, settings.claimIdle().toSeconds());
    }

    @Test
    void shouldGiveEachConsumerAUniqueName() {
        String first = IncomingSettings.of(channels.attributes()).consumer();
        String second = IncomingSettings.of(channels.attributes()).consumer();

        assertTrue(!first.equals(second), first);
    }

    @Test
    void shouldFillThePatternForEachPartition() {
        IncomingSettings settings =
                IncomingSettings.of(channels.attributes("stream", "{s%d}:events", "partitions", "3"));

        assertEquals(List.of("{s0}:events", "{s1}:events", "{s2}:events"), settings.streams());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            group            |          | channel 'test': attribute 'group' is missing: the consumer group; it is created, with the stream, if it does not exist
            max-in-flight    | 0        | channel 'test': attribute 'max-in-flight' must be at least 1, but is 0
            max-in-flight    | many     | channel 'test': attribute 'max-in-flight' must be a whole number, but is 'many'
            partitions       | 2        | channel 'test': attribute 'stream' must contain %d, because there are 2 partitions
            start            | 17       | channel 'test': attribute 'start' must be 0 or $, but is '17'
            failure-strategy | explode  | channel 'test': attribute 'failure-strategy' must be one of fail, ignore, dead-letter, redeliver, but is 'explode'
            """)
    void shouldNameTheChannelAndTheInvalidAttribute(String name, String value, String message) {
        ChannelAttributes attributes = channels.attributes(name, value == null ? "" : value);

        var refused = assertThrows(IllegalArgumentException.class, () -> IncomingSettings.of(attributes));

        assertEquals(message, refused.getMessage());
    }

    @Test
    void shouldRejectALimitThatCouldStarveAPartition() {
        ChannelAttributes attributes = channels.attributes("stream", "s%d", "partitions", "64", "max-in-flight", "63");

        var refused = assertThrows(IllegalArgumentException.class, () -> IncomingSettings.of(attributes));

        assertEquals(
                "channel 'test': attribute 'max-in-flight' must be at least the number of partitions, 64, but is 63",
                refused.getMessage());
    }
}
