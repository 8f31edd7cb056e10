package dev.oneping.connection;

import dev.oneping.connection.frame.CloseCode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** A WebSocket. It puts fragments together itself, so that a message too large is refused by the code that says so. */
final class SocketTransport implements Transport {

    private static final Buffer NOTHING = Buffer.buffer(0);

    private final ServerWebSocket socket;
    private final int maxMessage;
    private @Nullable Buffer begun;
    private boolean binary;

    /** Over a socket that was just opened. */
    SocketTransport(ServerWebSocket socket, int maxMessage) {
        this.socket = socket;
        this.maxMessage = maxMessage;
    }

    /** Lets the connection hear what happens from now on. */
    void attach(Connection connection) {
        socket.frameHandler(frame -> received(frame, connection));
        socket.pongHandler(ignored -> connection.alive());
        socket.drainHandler(ignored -> connection.resume());
        socket.exceptionHandler(failure -> failed(failure, connection));
        socket.closeHandler(ignored -> connection.gone());
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

    /** What follows the first part of a binary message was refused with it. */
    private void proceed(WebSocketFrame frame, Connection connection) {
        if (binary) {
            binary = !frame.isFinal();
        } else {
            add(frame, connection);
        }
    }

    /** Each part counts as a frame: what is cut into a thousand parts costs us a thousand times. */
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

    /** The decoder refuses a frame by its header, before it is read; the network may fail in many ways, all of them an end. */
    private static void failed(Throwable failure, Connection connection) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            boolean tooBig = WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(corrupted.closeStatus());
            connection.close(tooBig ? CloseCode.TOO_BIG : CloseCode.PROTOCOL_ERROR);
        }
    }
}
