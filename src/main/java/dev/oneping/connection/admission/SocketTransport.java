package dev.oneping.connection.admission;

import dev.oneping.connection.Connection;
import dev.oneping.connection.Transport;
import dev.oneping.connection.frame.CloseCode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket transport. It assembles fragments itself, so that an oversized message is rejected with the proper close
 * code.
 */
final class SocketTransport implements Transport {

    private static final Buffer NOTHING = Buffer.buffer(0);

    /** The code of RFC 6455 for a connection that was cut. */
    private static final short NO_CLOSE_FRAME = 1006;

    private final ServerWebSocket socket;
    private final int maxMessage;
    private @Nullable Buffer begun;
    private boolean binary;

    /** Wraps a socket that was just opened. */
    SocketTransport(ServerWebSocket socket, int maxMessage) {
        this.socket = socket;
        this.maxMessage = maxMessage;
    }

    /** Connects the transport's events to the connection. */
    void attach(Connection connection) {
        socket.frameHandler(frame -> received(frame, connection));
        socket.pongHandler(ignored -> connection.alive());
        socket.drainHandler(ignored -> connection.resume());
        socket.exceptionHandler(failure -> failed(failure, connection));
        socket.closeHandler(ignored -> connection.gone(isFarewell(socket.closeStatusCode())));
    }

    @Override
    public void write(String frame) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(frame);
        }
    }

    @Override
    public boolean isFull() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    @Override
    public void ping() {
        if (!socket.isClosed()) {
            socket.writePing(NOTHING);
        }
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public void close(CloseCode code) {
        socket.close(code.code(), code.reason());
    }

    private void received(WebSocketFrame frame, Connection connection) {
        if (frame.isPing()) {
            connection.counted();
        } else if (frame.isBinary()) {
            binary = !frame.isFinal();
            connection.receivedBinary();
        } else if (frame.isText()) {
            add(frame, connection);
        } else if (frame.isContinuation()) {
            proceed(frame, connection);
        }
    }

    /** Handles a continuation; those of a binary message were rejected with its first part. */
    private void proceed(WebSocketFrame frame, Connection connection) {
        if (binary) {
            binary = !frame.isFinal();
        } else {
            add(frame, connection);
        }
    }

    /** Adds a fragment. Each counts as a frame: a message in a thousand fragments costs a thousand times the work. */
    private void add(WebSocketFrame frame, Connection connection) {
        Buffer part = frame.binaryData();
        Buffer whole = begun == null && frame.isFinal() ? part : joined(part);
        if (whole.length() > maxMessage) {
            begun = null;
            connection.close(CloseCode.TOO_BIG);
        } else if (frame.isFinal()) {
            begun = null;
            connection.received(whole.getBytes());
        } else {
            begun = whole;
            connection.counted();
        }
    }

    private Buffer joined(Buffer part) {
        return (begun == null ? Buffer.buffer() : begun).appendBuffer(part);
    }

    /**
     * Handles a failure: the decoder rejects a frame by its header, before it is read; the network may fail in many
     * ways, each of which ends the connection.
     */
    /** Returns whether the peer sent a close frame; without one the connection was cut. */
    private static boolean isFarewell(@Nullable Short code) {
        return code != null && code != NO_CLOSE_FRAME;
    }

    private static void failed(Throwable failure, Connection connection) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            boolean tooBig = WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(corrupted.closeStatus());
            connection.close(tooBig ? CloseCode.TOO_BIG : CloseCode.PROTOCOL_ERROR);
        }
    }
}
