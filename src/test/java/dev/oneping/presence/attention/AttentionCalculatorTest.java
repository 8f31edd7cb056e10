package dev.oneping.presence.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.presence.attention.Attention.Evidence.Kind;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.report.AttentionReport;
import dev.oneping.presence.report.RandomReports;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.report.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conclusions from each kind of evidence, and their decay. */
@Tag("slow")
class AttentionCalculatorTest {

    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
    private static final AttentionCalculator FOLD =
            new AttentionCalculator(Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofSeconds(90));

    /** One report at T0 and then silence: the state and the deciding evidence after so many seconds. */
    @ParameterizedTest(name = "visible {0}, focused {1}, idle {2} s, screen {3}, after {4} s: {5} by {6}")
    @CsvSource(nullValues = "-", textBlock = """
            -,     -,     -,   -,        0,   UNKNOWN, SOCKET
            true,  true,  0,   UNLOCKED, 0,   ACTIVE,  INPUT
            true,  true,  0,   -,        59,  ACTIVE,  INPUT
            true,  true,  0,   -,        60,  PASSIVE, INPUT
            true,  true,  0,   -,        89,  PASSIVE, INPUT
            true,  true,  0,   -,        90,  UNKNOWN, SOCKET
            true,  true,  0,   -,        299, UNKNOWN, SOCKET
            true,  true,  0,   -,        300, AWAY,    IDLE
            true,  true,  59,  -,        0,   ACTIVE,  INPUT
            true,  true,  60,  -,        0,   PASSIVE, INPUT
            true,  true,  299, -,        0,   PASSIVE, INPUT
            true,  true,  300, -,        0,   AWAY,    IDLE
            true,  true,  250, -,        50,  AWAY,    IDLE
            true,  false, 5,   -,        0,   ACTIVE,  INPUT
            -,     -,     5,   -,        0,   ACTIVE,  INPUT
            true,  true,  -,   -,        0,   ACTIVE,  FOCUS
            true,  true,  -,   -,        60,  PASSIVE, FOCUS
            true,  true,  -,   -,        90,  UNKNOWN, SOCKET
            true,  true,  -,   -,        900, UNKNOWN, SOCKET
            true,  false, -,   -,        0,   PASSIVE, VISIBLE
            true,  -,     -,   UNLOCKED, 89,  PASSIVE, VISIBLE
            true,  -,     -,   -,        90,  UNKNOWN, SOCKET
            -,     false, -,   -,        0,   UNKNOWN, SOCKET
            -,     -,     -,   UNLOCKED, 0,   UNKNOWN, SOCKET
            false, true,  0,   UNLOCKED, 0,   AWAY,    HIDDEN
            false, -,     -,   -,        900, AWAY,    HIDDEN
            true,  true,  0,   LOCKED,   0,   AWAY,    LOCKED
            true,  true,  0,   OFF,      0,   AWAY,    LOCKED
            true,  true,  0,   LOCKED,   900, AWAY,    LOCKED
            """)
    void shouldConclude(
            @Nullable Boolean visible,
            @Nullable Boolean focused,
            @Nullable Integer idleSeconds,
            @Nullable Screen screen,
            int after,
            State state,
            Kind by) {
        Duration idle = idleSeconds == null ? null : Duration.ofSeconds(idleSeconds);
        Observations seen = Observations.NONE.with(report(new AttentionReport(visible, focused, idle, screen)), T0);

        Attention attention = at(seen, after);

        assertEquals(state, attention.state());
        assertEquals(by, attention.evidence().getFirst().kind());
    }

    @Test
    void shouldStayActiveWhileInputIsReportedAgainAndAgain() {
        Observations seen = Observations.NONE;
        for (int second = 0; second <= 600; second += 25) {
            seen = seen.with(typing(), T0.plusSeconds(second));
            assertEquals(State.ACTIVE, at(seen, second + 24).state());
        }
    }

    @Test
    void shouldNotConcludePresenceFromReportsOfAnIdleDesktop() {
        Observations seen = Observations.NONE;
        for (int second = 0; second <= 600; second += 25) {
            seen = seen.with(
                    report(new AttentionReport(true, true, Duration.ofSeconds(second), null)), T0.plusSeconds(second));
        }

        Attention attention = at(seen, 600);

        assertEquals(State.AWAY, attention.state());
        assertEquals(T0.plusSeconds(300), attention.since());
    }

    @Test
    void shouldCountFocusGainedAfterTheLastInputReportAsTouch() {
        Observations idle =
                Observations.NONE.with(report(new AttentionReport(true, false, Duration.ofMinutes(10), null)), T0);
        Observations back = idle.with(report(new AttentionReport(null, true, null, null)), T0.plusSeconds(10));

        assertEquals(State.AWAY, at(idle, 10).state());
        assertEquals(State.ACTIVE, at(back, 10).state());
    }

    @Test
    void shouldNotCountAReconnectOfAnIdleDesktopAsTouch() {
        Observations first = Observations.NONE.with(
                report(new AttentionReport(true, true, Duration.ofMinutes(10), Screen.UNLOCKED)), T0);

        assertEquals(State.AWAY, at(first, 0).state());
    }

    @Test
    void shouldBecomeActiveAtOnceWhenTheScreenIsUnlocked() {
        Observations locked = Observations.NONE
                .with(typing(), T0)
                .with(report(new AttentionReport(null, null, null, Screen.LOCKED)), T0.plusSeconds(5));
        Observations unlocked = locked.with(
                report(new AttentionReport(true, true, Duration.ZERO, Screen.UNLOCKED)), T0.plusSeconds(30));

        assertEquals(State.AWAY, at(locked, 5).state());
        assertEquals(T0.plusSeconds(5), at(locked, 20).since());
        assertEquals(State.ACTIVE, at(unlocked, 30).state());
    }

    /** Seconds after the lock at which a report tells of a touch, and what is concluded then. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            1,  AWAY,   LOCKED
            5,  AWAY,   LOCKED
            6,  ACTIVE, INPUT
            60, ACTIVE, INPUT
            """)
    void shouldAcceptATouchClearlyAfterTheLock(int after, State state, Kind by) {
        Observations locked =
                Observations.NONE.with(report(new AttentionReport(null, null, Duration.ZERO, Screen.LOCKED)), T0);
        Observations touched =
                locked.with(report(new AttentionReport(null, null, Duration.ZERO, null)), T0.plusSeconds(after));

        Attention attention = at(touched, after);

        assertEquals(state, attention.state());
        assertEquals(by, attention.evidence().getFirst().kind());
        assertEquals(
                state == State.AWAY,
                attention.evidence().stream().anyMatch(piece -> piece.kind() == Kind.LOCKED),
                "what does not hold any more is no evidence");
    }

    @Test
    void shouldConcludeTheSameForAnyOrderOfSessions() {
        Observed<Boolean> one = new Observed<>(true, T0, T0.plusSeconds(1));
        Observed<Boolean> other = new Observed<>(false, T0, T0.plusSeconds(1));
        Observed<Boolean> older = new Observed<>(true, T0, T0);

        assertEquals(Observed.later(one, other), Observed.later(other, one));
        assertEquals(one, Observed.later(one, older));
        assertEquals(one, Observed.latest(Stream.of(older, one, null)));
        assertNull(Observed.latest(Stream.<@Nullable Observed<Boolean>>of(null, null)));
    }

    @Test
    void shouldHaveMoreConfidenceInStrongerAndFresherEvidence() {
        double input = at(Observations.NONE.with(typing(), T0), 0).confidence();
        double older = at(Observations.NONE.with(typing(), T0), 40).confidence();
        double focus = at(Observations.NONE.with(report(new AttentionReport(true, true, null, null)), T0), 0)
                .confidence();
        double sight = at(Observations.NONE.with(report(new AttentionReport(true, null, null, null)), T0), 0)
                .confidence();
        double socket = at(Observations.NONE, 0).confidence();

        assertEquals(1, input);
        assertTrue(input > older && input > focus && focus > sight && sight > socket);
    }

    /** Random words, then silence for a quarter of an hour, second by second. */
    @Test
    void shouldNeverRiseBySilenceAndChangeExactlyAtExpiresAt() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Observations seen = Observations.NONE;
            int reported = 0;
            for (int i = random.nextInt(6); i >= 0; i--) {
                reported += random.nextInt(100);
                seen = seen.with(RandomReports.report(random, Report.UNNUMBERED), T0.plusSeconds(reported));
            }
            assertDecaysAsForetold(seen, reported);
        }
    }

    private static void assertDecaysAsForetold(Observations seen, int from) {
        Attention before = at(seen, from);
        for (int second = from + 1; second <= from + 900; second++) {
            Attention now = at(seen, second);
            boolean foretold =
                    before.expiresAt() != null && !T0.plusSeconds(second).isBefore(before.expiresAt());
            assertEquals(foretold, now.state() != before.state(), () -> "foretold by " + seen);
            assertTrue(now.state().compareTo(before.state()) >= 0, () -> "grew by silence: " + seen);
            boolean fell = now.state() != before.state() || now.isAway() || now.confidence() <= before.confidence();
            assertTrue(fell, () -> "surer by silence: " + seen);
            before = now;
        }
    }

    /** A person who works in another program of the same machine is there, and does not look at the page. */
    @ParameterizedTest
    @CsvSource({
        "false, 0,     0,    UNLOCKED, PASSIVE",
        "true,  86400, 0,    UNLOCKED, PASSIVE",
        "false, 0,     3600, UNLOCKED, AWAY",
        "false, 0,     0,    LOCKED,   AWAY",
    })
    void shouldCountAHiddenPageOfAMachineInUseAsPassive(
            boolean visible, long idle, long systemIdle, Screen screen, State state) {
        AttentionReport report =
                new AttentionReport(visible, false, Duration.ofSeconds(idle), Duration.ofSeconds(systemIdle), screen);

        assertEquals(state, at(Observations.NONE.with(report(report), T0), 0).state());
    }

    @Test
    void shouldForgetSystemInputOfASilentClient() {
        AttentionReport hidden = new AttentionReport(false, false, null, Duration.ZERO, Screen.UNLOCKED);
        Observations seen = Observations.NONE.with(report(hidden), T0);

        assertEquals(State.PASSIVE, at(seen, 60).state());
        assertEquals(State.AWAY, at(seen, 91).state());
        assertEquals(T0.plusSeconds(90), at(seen, 0).expiresAt());
    }

    private static Attention at(Observations seen, int second) {
        return FOLD.of(seen, T0, T0.plusSeconds(second));
    }

    private static Report typing() {
        return report(new AttentionReport(true, true, Duration.ZERO, Screen.UNLOCKED));
    }

    private static Report report(AttentionReport attention) {
        return new Report(Report.UNNUMBERED, attention, null, null, null, null);
    }
}
