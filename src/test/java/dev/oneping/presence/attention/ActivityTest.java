package dev.oneping.presence.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.oneping.model.ActivityKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is true of one kind of activity is true of each. */
class ActivityTest {

    private static final Instant NOW = Instant.parse("2026-11-30T20:00:00Z");
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheTimeSinceWhichAReportHasNotChanged(ActivityKind kind) {
        Activity first = Activity.NONE.with(Map.of(kind, true), NOW);
        Activity repeated = first.with(Map.of(kind, true), NOW.plusSeconds(5));
        Activity over = repeated.with(Map.of(kind, false), NOW.plusSeconds(9));

        assertTrue(repeated.is(kind));
        assertEquals(new Observed<>(true, NOW, NOW.plusSeconds(5)), repeated.get(kind));
        assertFalse(over.is(kind));
        assertEquals(over, over.with(Map.of(), NOW.plusSeconds(20)));
        assertEquals(kind.isBusy() ? Optional.of(NOW.plusSeconds(9)) : Optional.empty(), over.freeSince());
        assertEquals(kind.isBusy(), repeated.isBusy());
    }

    @ParameterizedTest
    @EnumSource
    void shouldForgetWhatWasReportedTooLongAgo(ActivityKind kind) {
        Activity reported = Activity.NONE.with(Map.of(kind, true), NOW);

        assertTrue(reported.fresh(NOW.plusSeconds(9), each -> Duration.ofSeconds(10))
                .is(kind));
        assertNull(reported.fresh(NOW.plusSeconds(10), each -> Duration.ofSeconds(10))
                .get(kind));
    }

    @ParameterizedTest
    @EnumSource
    void shouldPreferTheLaterReportOfTwoSessions(ActivityKind kind) {
        Activity earlier = Activity.NONE.with(Map.of(kind, true), NOW);
        Activity later = Activity.NONE.with(Map.of(kind, false), NOW.plusSeconds(1));

        assertEquals(later, earlier.or(later));
        assertEquals(later, later.or(earlier));
        assertEquals(later, later.or(Activity.NONE));
        assertEquals(later, Activity.NONE.or(later));
    }

    @Test
    void shouldReadItsOwnJson() throws Exception {
        Activity all = Activity.NONE;
        for (ActivityKind kind : ActivityKind.ALL) {
            all = all.with(Map.of(kind, kind.isBusy()), NOW);
        }

        String text = JSON.writeValueAsString(all);

        assertEquals(all, JSON.readValue(text, Activity.class));
        assertEquals(Activity.NONE, JSON.readValue("{}", Activity.class));
        List<String> names = new ArrayList<>();
        JSON.readTree(text).fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("t", "c", "p", "d"), names);
    }
}
