package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.frame.ClientFrame.IgnoredField;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.connection.frame.ErrorCode;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionTest {

    private static final byte[] PING = ConnectionRig.bytes("{\"type\":\"ping\"}");
    private static final byte[] RUBBISH = ConnectionRig.bytes("rubbish");

    private final ConnectionRig rig = new ConnectionRig();
    private final RecordingTransport transport = new RecordingTransport();

    @Test
    void shouldKeepUnreadFramesInOrder() {
        Connection connection = rig.welcome(transport);
        transport.full = true;
        connection.send("a");
        transport.full = false;
        connection.send("b");
        assertEquals(List.of(), transport.frames);

        connection.resume();

        connection.send("c");
        assertEquals(List.of("a", "b", "c"), transport.frames);
    }

    @Test
    void shouldCloseASlowReader() {
        Connection connection = rig.welcome(transport);
        transport.full = true;
        IntStream.range(0, 256).forEach(i -> connection.send("f" + i));
        assertNull(transport.closed);

        connection.send("one too many");

        assertEquals(CloseCode.SLOW, transport.closed);
        assertEquals(List.of(connection), rig.ended);
    }

    @Test
    void shouldCloseASlowReaderOfLargeFrames() {
        Connection connection = rig.welcome(transport);
        transport.full = true;
        String big = "x".repeat(300_000);
        IntStream.range(0, 3).forEach(i -> connection.send(big));
        assertNull(transport.closed);

        connection.send(big);

        assertEquals(CloseCode.SLOW, transport.closed);
    }

    @Test
    void shouldReadNothingAndHoldFramesUntilTheWelcome() {
        Connection connection = rig.connect(transport);
        connection.opening(SessionId.create(Instant.EPOCH));
        connection.send("early");
        assertTrue(transport.paused);
        assertEquals(List.of(), transport.frames);

        rig.welcome(connection);

        assertFalse(transport.paused);
        assertEquals(2, transport.frames.size());
        assertTrue(transport.frames.getFirst().startsWith("{\"type\":\"welcome\""));
        assertEquals("early", transport.frames.getLast());
    }

    @Test
    void shouldGiveTheReasonOfARejectedHello() {
        Connection connection = rig.connect(transport);
        connection.opening(SessionId.create(Instant.EPOCH));

        connection.reject(ErrorCode.LIMIT_REACHED, "too many", CloseCode.LIMIT);

        assertEquals(
                List.of("{\"type\":\"error\",\"code\":\"limit_reached\",\"detail\":\"too many\"}"), transport.frames);
        assertEquals(CloseCode.LIMIT, transport.closed);
    }

    @Test
    void shouldDropAnOvertakenNotification() {
        NotificationId id = NotificationId.create(Instant.EPOCH, 1);
        Connection connection = rig.welcome(transport);

        connection.notifications().retract(id, 4, retract(id));
        connection.notifications().present(id, 3, notify(id, 1, true), false);
        connection.notifications().present(id, 5, notify(id, 2, true), false);

        assertEquals(List.of(retract(id), notify(id, 2, true)), transport.frames);
    }

    @Test
    void shouldSendAnAttemptOnlyOnce() {
        NotificationId id = NotificationId.create(Instant.EPOCH, 1);
        Connection connection = rig.welcome(transport);

        connection.notifications().present(id, 1, notify(id, 1, true), false);
        connection.notifications().present(id, 2, notify(id, 1, true), true);
        connection.notifications().present(id, 3, notify(id, 2, true), false);

        assertEquals(List.of(notify(id, 1, true), notify(id, 2, true)), transport.frames);
    }

    @Test
    void shouldSoundOnceForAllAttemptsThatAreSentAgain() {
        NotificationId first = NotificationId.create(Instant.EPOCH, 1);
        NotificationId second = NotificationId.create(Instant.EPOCH, 1);
        NotificationId later = NotificationId.create(Instant.EPOCH, 1);
        Connection connection = rig.welcome(transport);

        connection.notifications().present(first, 1, notify(first, 1, true), true);
        connection.notifications().present(second, 1, notify(second, 1, true), true);
        connection.notifications().present(later, 1, notify(later, 1, true), false);

        assertEquals(
                List.of(notify(first, 1, true), notify(second, 1, false), notify(later, 1, true)), transport.frames);
    }

    @Test
    void shouldNotSendWhatTheClientShowsAlready() {
        NotificationId shown = NotificationId.create(Instant.EPOCH, 1);
        NotificationId other = NotificationId.create(Instant.EPOCH, 1);
        Connection connection = rig.connect(transport);
        connection.opening(SessionId.create(Instant.EPOCH));
        connection.notifications().present(shown, 1, notify(shown, 1, true), true);
        connection.notifications().present(other, 1, notify(other, 1, true), true);

        connection.notifications().hasShown(shown, 1);
        rig.welcome(connection);

        assertEquals(List.of(notify(other, 1, true)), transport.frames.subList(1, transport.frames.size()));
    }

    @Test
    void shouldTolerateSomeBadFramesAndThenCloseForGood() {
        Connection connection = rig.welcome(transport);
        IntStream.range(0, 9).forEach(i -> connection.received(RUBBISH));
        assertNull(transport.closed);

        connection.received(RUBBISH);

        assertEquals(CloseCode.BAD_MESSAGE, transport.closed);
        assertEquals(10, transport.frames.size());
    }

    @Test
    void shouldReportAnAttemptThatAClientWithReceiptsDoesNotConfirm() {
        NotificationId confirmed = NotificationId.create(Instant.EPOCH, 1);
        NotificationId lost = NotificationId.create(Instant.EPOCH, 1);
        NotificationId retracted = NotificationId.create(Instant.EPOCH, 1);
        Connection connection = rig.welcome(transport);
        connection.notifications().promisesReceipts(true);

        connection.notifications().present(confirmed, 1, notify(confirmed, 1, true), false);
        connection.notifications().present(lost, 1, notify(lost, 1, true), false);
        connection.notifications().present(retracted, 1, notify(retracted, 1, true), false);
        connection.notifications().received(confirmed);
        connection.notifications().retract(retracted, 2, retract(retracted));
        rig.seconds(2);
        assertEquals(List.of(), rig.unreceived);
        rig.seconds(2);

        assertEquals(List.of(lost), rig.unreceived);
    }

    @Test
    void shouldExpectReceiptsOnlyOfClientsThatPromiseThem() {
        NotificationId id = NotificationId.create(Instant.EPOCH, 1);
        Connection connection = rig.welcome(transport);

        connection.notifications().present(id, 1, notify(id, 1, true), false);
        rig.seconds(5);

        assertEquals(List.of(), rig.unreceived);
    }

    @Test
    void shouldWarnOfAFieldOnce() {
        Connection connection = rig.welcome(transport);

        connection.warn(List.of(new IgnoredField("/battery/level", "must be a number")));
        connection.warn(List.of(
                new IgnoredField("/battery/level", "must be a number"), new IgnoredField("/places/3", "is odd")));
        connection.warn(List.of(new IgnoredField("/places/4", "is odd")));

        assertEquals(2, transport.frames.size(), transport.frames::toString);
    }

    @Test
    void shouldCloseWhenTheCredentialExpires() {
        Connection connection = rig.welcome(transport);
        connection.validFor(Duration.ofSeconds(70));

        forSeconds(connection, 69);
        assertNull(transport.closed);
        forSeconds(connection, 2);

        assertEquals(CloseCode.TOKEN_EXPIRED, transport.closed);
    }

    @Test
    void shouldLastAsLongAsTheNewestCredential() {
        Connection connection = rig.welcome(transport);
        connection.validFor(Duration.ofSeconds(30));
        connection.validFor(Duration.ofSeconds(90));
        connection.validFor(Duration.ofSeconds(10));

        forSeconds(connection, 89);
        assertNull(transport.closed);
        forSeconds(connection, 2);

        assertEquals(CloseCode.TOKEN_EXPIRED, transport.closed);
    }

    @Test
    void shouldRetractEverythingFromARevokedDevice() {
        NotificationId shown = NotificationId.create(Instant.EPOCH, 1);
        Connection connection = rig.welcome(transport);
        connection.notifications().present(shown, 1, notify(shown, 1, true), false);

        connection.revoke();

        assertTrue(transport.frames.getLast().contains("device_removed"), transport.frames::toString);
        assertEquals(CloseCode.REVOKED, transport.closed);
    }

    private void forSeconds(Connection connection, int seconds) {
        for (int i = 0; i < seconds; i++) {
            connection.alive();
            rig.seconds(1);
        }
    }

    private static String notify(NotificationId id, int attempt, boolean ring) {
        return "{\"type\":\"notify\",\"id\":\"" + id + "\",\"attempt\":" + attempt + ",\"ring\":" + ring
                + ",\"ack_by\":\"2026-11-23T20:17:00Z\"}";
    }

    private static String retract(NotificationId id) {
        return FrameWriter.write(new ServerFrame.Retract(id, "moved"));
    }

    @Test
    void shouldTolerateRareBadFrames() {
        Connection connection = rig.welcome(transport);

        for (int i = 0; i < 100; i++) {
            connection.alive();
            rig.seconds(7);
            connection.received(RUBBISH);
        }

        assertNull(transport.closed);
    }

    @Test
    void shouldNotCountErrorsThatAreNotTheDevicesFault() {
        Connection connection = rig.welcome(transport);

        IntStream.range(0, 100).forEach(i -> connection.refuse(ErrorCode.UNKNOWN_NOTIFICATION, "gone"));

        assertNull(transport.closed);
    }

    @Test
    void shouldCloseADeviceThatExceedsTheRateLimit() {
        Connection connection = rig.welcome(transport);
        IntStream.range(0, 100).forEach(i -> connection.received(PING));
        IntStream.range(0, 100).forEach(i -> connection.counted());
        assertNull(transport.closed);

        connection.received(PING);

        assertEquals(CloseCode.RATE_LIMITED, transport.closed);
        assertTrue(transport.frames.getLast().contains("rate_limited"));
        assertEquals(100, rig.received.size());
    }

    @Test
    void shouldEndOnlyOnce() {
        Connection connection = rig.welcome(transport);

        connection.close(CloseCode.NORMAL);
        connection.gone(false);
        connection.close(CloseCode.SLOW);
        connection.send("late");
        connection.received(PING);

        assertEquals(CloseCode.NORMAL, transport.closed);
        assertEquals(List.of(connection), rig.ended);
        assertEquals(List.of(), transport.frames);
        assertEquals(List.of(), rig.heartbeat.all());
    }

    @Test
    void shouldCallNoHandlerWhenItEndsBeforeItsHello() {
        Connection connection = rig.connect(transport);

        connection.gone(false);

        assertEquals(List.of(), rig.ended);
    }
}
