package dev.oneping.connection.grip;

import dev.oneping.connection.grip.SocketEvent.Type;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body format {@value #MEDIA_TYPE}: a sequence of events, each a type, followed, if it has content, by the length
 * in hexadecimal and the bytes.
 *
 * @see <a href="https://pushpin.org/docs/protocols/websocket-over-http/">WebSocket-over-HTTP</a>
 */
final class SocketEvents {

    /** The media type without parameters: the proxy compares the whole string. */
    static final String MEDIA_TYPE = "application/websocket-events";

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int LONGEST_LINE = 32;
    private static final int MAX_DIGITS = 7;
    private static final int HEXADECIMAL = 16;

    private SocketEvents() {}

    /**
     * Parses a body; rejects a truncated or malformed one with an {@link IllegalArgumentException} that contains the
     * position.
     */
    static List<SocketEvent> parse(Buffer body) {
        List<SocketEvent> events = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            int end = lineEnd(body, at);
            String line = body.getString(at, end, StandardCharsets.US_ASCII.name());
            int space = line.indexOf(' ');
            Type type = type(space < 0 ? line : line.substring(0, space), at);
            at = end + LINE_END.length;
            if (space < 0) {
                events.add(SocketEvent.of(type));
            } else {
                int length = length(line.substring(space + 1), at);
                Buffer content = content(body, at, length);
                events.add(new SocketEvent(type, content));
                at += length + LINE_END.length;
            }
        }
        return events;
    }

    /** Writes a body. */
    static Buffer write(Collection<SocketEvent> events) {
        Buffer body = Buffer.buffer();
        for (SocketEvent event : events) {
            Buffer content = event.content();
            body.appendString(event.type().name());
            if (content != null) {
                body.appendString(" " + Integer.toHexString(content.length()))
                        .appendBytes(LINE_END)
                        .appendBuffer(content);
            }
            body.appendBytes(LINE_END);
        }
        return body;
    }

    private static int lineEnd(Buffer body, int from) {
        int last = Math.min(body.length() - LINE_END.length, from + LONGEST_LINE);
        for (int at = from; at <= last; at++) {
            if (isLineEnd(body, at)) {
                return at;
            }
        }
        throw new IllegalArgumentException("the line at byte " + from + " does not end");
    }

    private static boolean isLineEnd(Buffer body, int at) {
        return body.getByte(at) == LINE_END[0] && body.getByte(at + 1) == LINE_END[1];
    }

    private static Type type(String word, int at) {
        return switch (known(word)) {
            case null -> throw new IllegalArgumentException("unknown event type at byte " + at);
            case Type type -> type;
        };
    }

    private static @Nullable Type known(String word) {
        for (Type type : Type.values()) {
            if (type.name().equals(word)) {
                return type;
            }
        }
        return null;
    }

    private static int length(String digits, int at) {
        boolean hexadecimal = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(digit -> Character.digit(digit, HEXADECIMAL) >= 0 && digit < 128);
        if (!hexadecimal) {
            throw new IllegalArgumentException("the length before byte " + at + " is not a hexadecimal number");
        }
        return Integer.parseInt(digits, HEXADECIMAL);
    }

    private static Buffer content(Buffer body, int at, int length) {
        int end = at + length;
        if (end + LINE_END.length > body.length() || !isLineEnd(body, end)) {
            throw new IllegalArgumentException("the content at byte " + at + " does not have the declared length");
        }
        return body.getBuffer(at, end);
    }
}
