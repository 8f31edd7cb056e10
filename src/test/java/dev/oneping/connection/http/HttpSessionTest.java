package dev.oneping.connection.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.ConnectionRig;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.testing.RedisRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSessionTest {

    private static final Duration ABSENCE = Duration.ofSeconds(25);

    private final ConnectionRig rig = new ConnectionRig();
    private final List<String> greetings = new ArrayList<>();
    private final HttpSession session = new HttpSession(
            rig.loop(),
            RedisRig.config(ConnectionConfig.class),
            ABSENCE,
            (opened, frame) -> greetings.add(frame),
            opened -> {});
    private Connection connection;

    @BeforeEach
    void connect() {
        connection = rig.connect(session);
        session.attach(connection);
        rig.open(connection);
    }

    @Test
    void shouldAnswerTheHelloItselfAndKeepTheRest() {
        session.write("{}");

        assertEquals(1, greetings.size());
        assertEquals(1, session.last());
    }

    @Test
    void shouldEndWithinTheLeaseWithoutFetchingRequests() {
        rig.seconds(60);

        assertEquals(CloseCode.SILENT, session.closed());
    }

    @Test
    void shouldStayOpenWhileARequestWaits() {
        Waiting stream = new Waiting(true);
        session.fetch(stream, 0);

        rig.seconds(600);

        assertNull(session.closed());
        assertTrue(stream.beats >= 20);
        session.left(stream);
        rig.seconds(60);
        assertEquals(CloseCode.SILENT, session.closed());
    }

    @Test
    void shouldStayOpenWhilePollsReturnInTime() {
        for (int i = 0; i < 30; i++) {
            Waiting poll = new Waiting(false);
            assertTrue(session.fetch(poll, session.last()));
            session.left(poll);
            rig.seconds(20);
        }

        assertNull(session.closed());
    }

    @Test
    void shouldDeliverEveryFrameOnceToRandomRequests() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> told = new ArrayList<>();
        List<String> got = new ArrayList<>();
        long cursor = 0;
        @Nullable Waiting reader = null;
        for (int round = 0; round < 100_000; round++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    if (!session.isFull()) {
                        told.add("{\"n\":" + round + "}");
                        session.write(told.getLast());
                    }
                }
                case 2 -> {
                    reader = new Waiting(random.nextBoolean());
                    assertTrue(session.fetch(reader, cursor), () -> "seed " + seed);
                }
                default -> {
                    if (reader != null && random.nextBoolean()) {
                        session.left(reader);
                    }
                }
            }
            if (reader != null) {
                for (Mailbox.NumberedFrame each : reader.taken()) {
                    assertEquals(++cursor, each.number(), () -> "seed " + seed);
                    got.add(each.frame());
                }
            }
        }
        Waiting last = new Waiting(false);
        session.fetch(last, cursor);
        last.taken().forEach(each -> got.add(each.frame()));

        assertEquals(told, got, () -> "seed " + seed);
    }

    @Test
    void shouldReportTheEndToLaterRequests() {
        connection.close(CloseCode.SHUTDOWN);
        Waiting late = new Waiting(false);

        assertTrue(session.fetch(late, 0));
        assertEquals(CloseCode.SHUTDOWN, late.end);
        assertFalse(session.fetch(new Waiting(false), 9));
    }

    /** There is room, but nobody who takes what is put there. */
    @Test
    void shouldCountAsReadOnlyWhileARequestFetches() {
        assertFalse(session.isRead());
        Waiting stream = new Waiting(true);
        session.fetch(stream, 0);
        assertTrue(session.isRead());

        session.left(stream);

        assertFalse(session.isRead());
        assertFalse(session.isFull());
    }

    /** What was kept back comes in the same answer, or who polls without waiting would never have it. */
    @Test
    void shouldDeliverCoalescedUpdatesWithTheNextPoll() {
        session.write("{\"n\":1}");
        rig.onCaughtUp(it -> {
            if (session.last() < 2) {
                session.write("{\"n\":2}");
            }
        });
        Waiting poll = new Waiting(false);

        session.fetch(poll, 0);

        assertEquals(
                List.of("{\"n\":1}", "{\"n\":2}"),
                poll.taken().stream().map(Mailbox.NumberedFrame::frame).toList());
    }

    /** A poll is answered once: what comes in two parts would be heard by half. */
    @Test
    void shouldDeliverTheLastFrameTogetherWithTheEnd() {
        Waiting poll = new Waiting(false);
        session.fetch(poll, 0);

        rig.close(connection, CloseCode.SHUTDOWN, "{\"n\":1}");

        assertEquals(CloseCode.SHUTDOWN, poll.end);
        assertEquals(List.of(new Mailbox.NumberedFrame(1, "{\"n\":1}")), poll.taken());
    }

    @Test
    void shouldDeliverUnreadFramesAfterTheEnd() {
        session.write("{\"n\":1}");
        rig.close(connection, CloseCode.SHUTDOWN, "{\"n\":2}");
        Waiting late = new Waiting(false);

        assertTrue(session.fetch(late, 0));

        assertEquals(CloseCode.SHUTDOWN, late.end);
        assertEquals(
                List.of(1L, 2L),
                late.taken().stream().map(Mailbox.NumberedFrame::number).toList());
    }

    /** A poll, which takes once, or a stream. */
    private static final class Waiting implements HeldRequest {

        private final boolean lasting;
        private final List<Mailbox.NumberedFrame> numbered = new ArrayList<>();
        private int beats;
        private @Nullable CloseCode end;
        private boolean over;

        Waiting(boolean lasting) {
            this.lasting = lasting;
        }

        List<Mailbox.NumberedFrame> taken() {
            List<Mailbox.NumberedFrame> all = List.copyOf(numbered);
            numbered.clear();
            return all;
        }

        @Override
        public boolean isFull() {
            return over;
        }

        @Override
        public boolean deliver(List<Mailbox.NumberedFrame> some) {
            numbered.addAll(some);
            over = !lasting;
            return lasting;
        }

        @Override
        public boolean isReadAtOnce() {
            return true;
        }

        @Override
        public boolean beat() {
            beats++;
            return true;
        }

        @Override
        public void release() {
            over = true;
        }

        @Override
        public void close(List<Mailbox.NumberedFrame> some, CloseCode code) {
            numbered.addAll(some);
            end = code;
            over = true;
        }
    }
}
