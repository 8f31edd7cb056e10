package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.connection.frame.WrittenFrame;
import dev.oneping.delivery.port.ShownState;
import dev.oneping.model.NotificationId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The frames that a client still needs when it returns. */
class ReplayTest {

    private final NotificationId one = NotificationId.create(Instant.EPOCH, 1);
    private final NotificationId two = NotificationId.create(Instant.EPOCH, 1);
    private final NotificationId three = NotificationId.create(Instant.EPOCH, 1);

    @Test
    void shouldReplayExactlyTheMissedFramesWithOneSound() {
        Replay replay = Replay.of(
                List.of(one, two, three),
                List.of(notify(one, false), notify(two, true), notify(three, true)),
                List.of(),
                over());

        assertEquals(List.of(notify(one, false), notify(two, true), notify(three, false)), replay.frames());
        assertEquals(List.of(), replay.retracts());
        assertTrue(replay.rings());
    }

    @Test
    void shouldLeaveOutWhatIsOver() {
        Replay replay =
                Replay.of(List.of(one, two), List.of(notify(one, true), notify(two, true)), List.of(), over(one));

        assertEquals(List.of(notify(two, true)), replay.frames());
        assertEquals(List.of(), replay.retracts());
    }

    @Test
    void shouldLeaveOutWhatALaterFrameRetracts() {
        Replay replay =
                Replay.of(List.of(two), List.of(notify(one, true), retract(one), notify(two, true)), List.of(), over());

        assertEquals(List.of(retract(one), notify(two, true)), replay.frames());
    }

    @Test
    void shouldLeaveOutWhatTheClientShows() {
        Replay replay = Replay.of(List.of(one), List.of(notify(one, true)), List.of(one), over());

        assertEquals(List.of(), replay.frames());
        assertFalse(replay.rings());
    }

    @Test
    void shouldShowAgainWhatWasRetractedInBetween() {
        Replay replay = Replay.of(List.of(one), List.of(retract(one), notify(one, true)), List.of(one), over());

        assertEquals(List.of(retract(one), notify(one, true)), replay.frames());
    }

    @Test
    void shouldReplaySilentlyWhatHasRungInVain() {
        ShownState decidedAnew = new ShownState(List.of(), Map.of(one, 1, two, 1), Set.of(one));

        Replay replay =
                Replay.of(List.of(one, two), List.of(notify(one, true), notify(two, true)), List.of(), decidedAnew);

        assertEquals(List.of(notify(one, false), notify(two, true)), replay.frames());
    }

    @Test
    void shouldRetractWhatEndedWhileTheClientWasAway() {
        Replay replay = Replay.of(List.of(one, two), List.of(), List.of(), over(one));

        assertEquals(
                List.of(one),
                replay.retracts().stream().map(WrittenFrame::notification).toList());
    }

    @Test
    void shouldNotRetractWhatTheWelcomeNames() {
        Replay replay = Replay.of(List.of(one), List.of(), List.of(one), over(one));

        assertEquals(List.of(), replay.retracts());
    }

    private static ShownState over(NotificationId... over) {
        return new ShownState(List.of(over), Map.of(), Set.of());
    }

    private static String notify(NotificationId id, boolean ring) {
        return "{\"type\":\"notify\",\"id\":\"" + id + "\",\"attempt\":1,\"ring\":" + ring
                + ",\"ack_by\":\"2026-11-23T20:17:00Z\"}";
    }

    private static String retract(NotificationId id) {
        return FrameWriter.write(new ServerFrame.Retract(id, "moved"));
    }
}
