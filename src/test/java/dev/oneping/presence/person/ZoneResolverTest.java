package dev.oneping.presence.person;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time zone by the majority of recently used devices. */
class ZoneResolverTest {

    private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

    /** Each vote is the zone and the minute of the device's last use; - was never used. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nobody                                   | Berlin |                             | none
            the only device                          |        | Tokyo@0                     | Tokyo
            a device never used has no vote          | Berlin | Tokyo@-                     | none
            two against one                          | Tokyo  | Berlin@0 Berlin@10 Tokyo@60 | Berlin
            equal votes stay                         | Berlin | Berlin@0 Tokyo@45           | Berlin
            equal votes, one clearly later           | Berlin | Berlin@0 Tokyo@60           | Tokyo
            equal votes, none of them current        | London | Berlin@0 Tokyo@15           | Tokyo
            one laptop behind a tunnel               | Berlin | Berlin@0 Berlin@0 Tokyo@120 | Berlin
            """)
    void shouldResolveZonesAsTheTableSpecifies(String name, String current, String votes, String expected) {
        List<DeviceHistory> histories = votes == null
                ? List.of()
                : Arrays.stream(votes.split(" ")).map(ZoneResolverTest::history).toList();

        assertEquals(
                expected,
                ZoneResolver.of(histories, current == null ? null : zone(current))
                        .map(zone -> zone.getId().replaceFirst(".*/", ""))
                        .orElse("none"));
    }

    private static DeviceHistory history(String vote) {
        String[] parts = vote.split("@");
        Instant used = parts[1].equals("-") ? null : START.plusSeconds(60 * Long.parseLong(parts[1]));
        return new DeviceHistory(null, Map.of(), zone(parts[0]), null, used);
    }

    private static ZoneId zone(String city) {
        return ZoneId.of((city.equals("Tokyo") ? "Asia/" : "Europe/") + city);
    }
}
