package dev.oneping.connection.grip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.connection.grip.SocketEvent.Type;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event format; the vectors were sent by Pushpin 1.36, byte for byte. */
class SocketEventsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPEN\r\n",
                "TEXT 5\r\nhello\r\n",
                "BINARY 2\r\n\u0000\u0001\r\n",
                "PING 2\r\npp\r\n",
                "CLOSE d\r\n\u000f\u00a1client says\r\n",
                "CLOSE\r\n",
                "DISCONNECT\r\n",
                "TEXT 0\r\n\r\n",
                "TEXT\r\n",
                "TEXT 2\r\n\r\n\r\nTEXT 1\r\na\r\nCLOSE\r\n",
                ""
            })
    void shouldWriteWhatItHasRead(String vector) {
        Buffer body = bytes(vector);

        assertEquals(body, SocketEvents.write(SocketEvents.parse(body)));
    }

    @Test
    void shouldDistinguishAbsentFromEmptyContent() {
        List<SocketEvent> events = SocketEvents.parse(bytes("OPEN\r\nTEXT 5\r\nhello\r\nTEXT 0\r\n\r\n"));

        assertEquals(List.of(SocketEvent.of(Type.OPEN), SocketEvent.text("hello"), SocketEvent.text("")), events);
        assertNull(events.getFirst().content());
    }

    @Test
    void shouldReadALengthInEitherCase() {
        assertEquals(
                SocketEvents.parse(bytes("TEXT d\r\n0123456789abc\r\n")),
                SocketEvents.parse(bytes("TEXT D\r\n0123456789abc\r\n")));
    }

    @Test
    void shouldWriteACloseAsRfc6455Does() {
        assertEquals(
                bytes("CLOSE 5\r\n\u000f\u00a0bye\r\n"), SocketEvents.write(List.of(SocketEvent.close(4000, "bye"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TEXT",
                "TEXT 5\r\nhell",
                "TEXT 5\r\nhello",
                "TEXT 4\r\nhello\r\n",
                "TEXT 6\r\nhello\r\n",
                "TEXT \r\n\r\n",
                "TEXT 0x5\r\nhello\r\n",
                "TEXT -1\r\n\r\n",
                "TEXT ffffffff\r\n\r\n",
                "TEXT 5 5\r\nhello\r\n",
                "text 5\r\nhello\r\n",
                "DANCE\r\n",
                "\r\n",
                "OPEN\n",
                "OPENOPENOPENOPENOPENOPENOPENOPENOPENOPEN\r\n"
            })
    void shouldRejectMalformedBodies(String body) {
        assertThrows(IllegalArgumentException.class, () -> SocketEvents.parse(bytes(body)));
    }

    @Test
    void shouldReadWrittenEventsAndRejectTruncatedOnes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<SocketEvent> events = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                byte[] content = new byte[random.nextInt(40)];
                random.nextBytes(content);
                Type type = Type.values()[random.nextInt(Type.values().length)];
                events.add(random.nextBoolean() ? SocketEvent.of(type) : new SocketEvent(type, Buffer.buffer(content)));
            }
            Buffer body = SocketEvents.write(events);

            assertEquals(events, SocketEvents.parse(body), "seed " + seed);
            Buffer last = SocketEvents.write(List.of(events.getLast()));
            Buffer cut = body.getBuffer(0, body.length() - 1 - random.nextInt(last.length() - 1));
            assertThrows(IllegalArgumentException.class, () -> SocketEvents.parse(cut), "seed " + seed);
        }
    }

    private static Buffer bytes(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
