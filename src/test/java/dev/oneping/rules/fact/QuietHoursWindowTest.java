package dev.oneping.rules.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Wall-clock time across changes of the clock, where every calendar has its bugs. */
@Tag("slow")
class QuietHoursWindowTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest(name = "{0} {1}-{2} at {3}")
    @CsvSource({
        // crossing midnight, and not
        "Europe/Berlin, 22:00, 07:00, 2026-03-14T23:30+01:00, 2026-03-15T07:00+01:00",
        "Europe/Berlin, 22:00, 07:00, 2026-03-15T06:59+01:00, 2026-03-15T07:00+01:00",
        "Europe/Berlin, 13:00, 14:00, 2026-03-15T13:00+01:00, 2026-03-15T14:00+01:00",
        "Asia/Kathmandu, 22:00, 07:00, 2026-03-14T18:00Z, 2026-03-15T07:00+05:45",
        // the clock is put forward: what it skips is the instant after the gap
        "Europe/London, 22:00, 01:30, 2026-03-28T23:00Z, 2026-03-29T02:00+01:00",
        "Europe/London, 01:30, 07:00, 2026-03-29T02:00+01:00, 2026-03-29T07:00+01:00",
        "America/New_York, 22:00, 02:30, 2026-03-08T00:00-05:00, 2026-03-08T03:00-04:00",
        "Australia/Lord_Howe, 22:00, 02:15, 2026-10-03T23:00+10:30, 2026-10-04T02:30+11:00",
        // the clock is put back: the start is the first, the end the last
        "Europe/London, 22:00, 01:30, 2026-10-24T23:00+01:00, 2026-10-25T01:30Z",
        "Europe/London, 01:30, 07:00, 2026-10-25T01:30+01:00, 2026-10-25T07:00Z",
        "America/New_York, 22:00, 01:30, 2026-11-01T01:45-04:00, 2026-11-01T01:30-05:00",
        "Australia/Lord_Howe, 22:00, 01:45, 2026-04-04T23:00+11:00, 2026-04-05T01:45+10:30",
        // a day that does not exist: two nights are one
        "Pacific/Apia, 22:00, 07:00, 2011-12-29T23:00-10:00, 2011-12-31T07:00+14:00",
    })
    void shouldEndAtTheLocalTime(ZoneId zone, LocalTime from, LocalTime to, OffsetDateTime at, OffsetDateTime end) {
        // Given
        QuietHoursWindow hours = new QuietHoursWindow(from, to);

        // When
        Optional<Instant> found = hours.endAfter(at.toInstant(), zone);

        // Then
        assertEquals(Optional.of(end.toInstant()), found);
    }

    static Stream<Arguments> transitions() {
        return Stream.of(
                        transitionsOf("Europe/London", "2026-01-01T00:00:00Z"),
                        transitionsOf("America/New_York", "2026-01-01T00:00:00Z"),
                        transitionsOf("Australia/Lord_Howe", "2026-01-01T00:00:00Z"),
                        transitionsOf("Asia/Kathmandu", "1985-06-01T00:00:00Z"),
                        transitionsOf("Pacific/Apia", "2011-03-01T00:00:00Z"))
                .flatMap(zone -> zone);
    }

    private static Stream<Arguments> transitionsOf(String name, String yearFrom) {
        ZoneId zone = ZoneId.of(name);
        Instant from = Instant.parse(yearFrom);
        Instant to = from.plus(Duration.ofDays(365));
        return Stream.iterate(
                        zone.getRules().nextTransition(from),
                        transition ->
                                transition != null && transition.getInstant().isBefore(to),
                        transition -> zone.getRules().nextTransition(transition.getInstant()))
                .map(transition -> Arguments.of(zone, transition));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("transitions")
    void shouldReleaseExactlyOnceInEveryMinuteAroundATransition(ZoneId zone, ZoneOffsetTransition transition) {
        for (String from : List.of("00:00", "00:30", "01:15", "01:45", "02:00", "02:15", "02:45", "09:00", "22:00")) {
            for (int minutes : new int[] {15, 9 * 60, 23 * 60 + 45}) {
                LocalTime start = LocalTime.parse(from);
                assertReleasedOnce(new QuietHoursWindow(start, start.plusMinutes(minutes)), zone, transition);
            }
        }
    }

    /** Who is held is told one end, which stays the same until it comes; then it is quiet no more. */
    private static void assertReleasedOnce(QuietHoursWindow hours, ZoneId zone, ZoneOffsetTransition transition) {
        Instant last = transition.getInstant().plus(Duration.ofHours(30));
        Instant heldUntil = Instant.MIN;
        for (Instant now = transition.getInstant().minus(Duration.ofHours(30));
                now.isBefore(last);
                now = now.plus(MINUTE)) {
            Optional<Instant> end = hours.endAfter(now, zone);
            if (now.isBefore(heldUntil)) {
                assertEquals(Optional.of(heldUntil), end, () -> hours + " moved its end");
            } else if (now.equals(heldUntil)) {
                assertEquals(Optional.empty(), end, () -> hours + " did not let go at its end");
            }
            assertReadsAsTheWall(hours, now, zone, transition, end.isPresent());
            heldUntil = end.orElse(heldUntil);
        }
    }

    /** Quiet exactly when the wall says so; but where the wall says the same time twice, it may be quiet in between. */
    private static void assertReadsAsTheWall(
            QuietHoursWindow hours, Instant now, ZoneId zone, ZoneOffsetTransition transition, boolean quiet) {
        boolean wall = contains(hours, now.atZone(zone).toLocalTime());
        Duration back = transition.getDuration().negated();
        boolean twice = transition.isOverlap()
                && !now.isBefore(transition.getInstant().minus(back))
                && now.isBefore(transition.getInstant().plus(back));
        if (wall || !twice) {
            assertEquals(wall, quiet, () -> hours + " at " + now.atZone(zone));
        }
    }

    private static boolean contains(QuietHoursWindow hours, LocalTime time) {
        boolean afterStart = !time.isBefore(hours.from());
        boolean beforeEnd = time.isBefore(hours.to());
        return hours.from().isBefore(hours.to()) ? afterStart && beforeEnd : afterStart || beforeEnd;
    }

    @Test
    void shouldBeNoneWhenStartIsEnd() {
        // Given
        QuietHoursWindow none = new QuietHoursWindow(LocalTime.of(22, 0), LocalTime.of(22, 0));

        // When
        Optional<Instant> end = none.endAfter(Instant.parse("2026-03-14T22:00:00Z"), ZoneId.of("UTC"));

        // Then
        assertEquals(Optional.empty(), end);
    }
}
