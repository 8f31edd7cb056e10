package dev.oneping.rules.chance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The probability that nobody has seen a notification yet. */
class AttemptedTest {

    private static final NoticeTimes TIMES = new NoticeTimes(5, 40, 7, 140, 0.5);

    @Test
    void shouldBeUnseenBeforeAnyAttempt() {
        Attempted nothing = new Attempted(TIMES);

        assertEquals(1, nothing.unseen());
        assertEquals(1, nothing.pending());
    }

    @Test
    void shouldFallWithTimeAfterARing() {
        double before = 1;
        for (int seconds = 1; seconds < 600; seconds += 10) {
            Attempted attempted = new Attempted(TIMES);
            attempted.ring(0.9, 0.8, seconds);
            assertTrue(attempted.unseen() < before, seconds + " s");
            before = attempted.unseen();
        }
        assertTrue(before < 0.2, "at last " + before);
    }

    @Test
    void shouldFallMoreWhereTheDeviceIsInUse() {
        Attempted used = new Attempted(TIMES);
        used.ring(0.9, 0.9, 20);
        Attempted elsewhere = new Attempted(TIMES);
        elsewhere.ring(0.4, 0.2, 20);

        assertTrue(used.unseen() < elsewhere.unseen());
    }

    @Test
    void shouldSpeakForUnseenThatSureAnswerersDoNotAnswer() {
        Attempted rarely = new Attempted(new NoticeTimes(5, 40, 7, 140, 0.05));
        Attempted mostly = new Attempted(new NoticeTimes(5, 40, 7, 140, 0.95));
        rarely.ring(0.9, 0.9, 60);
        mostly.ring(0.9, 0.9, 60);

        assertTrue(mostly.unseen() > rarely.unseen());
    }

    @Test
    void shouldFallByASilentDisplay() {
        Attempted shown = new Attempted(TIMES);
        shown.shown(0.65, 0.1, 60);

        assertTrue(shown.unseen() < 0.6, "is " + shown.unseen());
    }

    @Test
    void shouldExpectTheRestOfARingThatHasJustBegun() {
        Attempted fresh = new Attempted(TIMES);
        fresh.ring(0.8, 0.5, 0);
        Attempted old = new Attempted(TIMES);
        old.ring(0.8, 0.5, 600);

        assertEquals(0.2, fresh.pending(), 1e-9);
        assertEquals(1, old.pending(), 1e-3);
    }

    @Test
    void shouldCountTheFirstMinuteAsMuchAsTheNextTen() {
        assertEquals(41.6, NoticeTimes.logSeconds(60), 0.1);
        assertEquals(143.9, NoticeTimes.logSeconds(600), 0.1);
    }
}
