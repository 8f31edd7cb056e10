package dev.oneping.connection.grip;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What happened on a WebSocket, as a GRIP proxy tells it over HTTP.
 *
 * @param type    what happened
 * @param content what came with it; null if nothing, which is not the same as something empty
 */
record SocketEvent(Type type, @Nullable Buffer content) {

    /** The words of the wire. */
    enum Type {
        /** The client wants to connect, or may. */
        OPEN,
        /** A text message. */
        TEXT,
        /** A binary message. */
        BINARY,
        /** A ping. */
        PING,
        /** A pong. */
        PONG,
        /** One side closes, with a code and a reason if it gave them. */
        CLOSE,
        /** The connection is gone without a word. */
        DISCONNECT
    }

    private static final int CODE_BYTES = 2;

    /** An event that brings nothing. */
    static SocketEvent of(Type type) {
        return new SocketEvent(type, null);
    }

    /** A text message. */
    static SocketEvent text(String message) {
        return new SocketEvent(Type.TEXT, Buffer.buffer(message));
    }

    /** The end, with its reason. */
    static SocketEvent close(int code, String reason) {
        return new SocketEvent(
                Type.CLOSE, Buffer.buffer(CODE_BYTES).appendShort((short) code).appendString(reason));
    }

    /** What came with it; empty if nothing did. */
    byte[] bytes() {
        return content == null ? new byte[0] : content.getBytes();
    }
}
