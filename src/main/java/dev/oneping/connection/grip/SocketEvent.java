package dev.oneping.connection.grip;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket event, as a GRIP proxy reports it over HTTP.
 *
 * @param type    the kind of event
 * @param content its content; null if it has none, which differs from empty content
 */
record SocketEvent(Type type, @Nullable Buffer content) {

    /** The event types, named as on the wire. */
    enum Type {
        /** The client asks to connect, or is accepted. */
        OPEN,
        /** A text message. */
        TEXT,
        /** A binary message. */
        BINARY,
        /** A ping. */
        PING,
        /** A pong. */
        PONG,
        /** One side closes, optionally with a code and a reason. */
        CLOSE,
        /** The connection was lost without a close. */
        DISCONNECT
    }

    private static final int CODE_BYTES = 2;

    /** The last code of RFC 6455, 7.4.2. */
    private static final int LAST_CODE = 4999;

    /** Creates an event without content. */
    static SocketEvent of(Type type) {
        return new SocketEvent(type, null);
    }

    /** Creates a text message. */
    static SocketEvent text(String message) {
        return new SocketEvent(Type.TEXT, Buffer.buffer(message));
    }

    /** Creates a close with its code and reason. */
    static SocketEvent close(int code, String reason) {
        return new SocketEvent(
                Type.CLOSE, Buffer.buffer(CODE_BYTES).appendShort((short) code).appendString(reason));
    }

    /** Returns whether this is a close with a code that RFC 6455 does not define, which must not be sent back. */
    boolean isCloseOfUnknownCode() {
        if (type != Type.CLOSE || content == null || content.length() < CODE_BYTES) {
            return false;
        }
        return content.getUnsignedShort(0) > LAST_CODE;
    }

    /** Returns the content; empty if there is none. */
    byte[] bytes() {
        return content == null ? new byte[0] : content.getBytes();
    }
}
