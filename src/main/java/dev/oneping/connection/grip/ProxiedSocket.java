package dev.oneping.connection.grip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oneping.connection.Connection;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.Transport;
import dev.oneping.connection.frame.CloseCode;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that a proxy holds. What is said to it is published, all of it, so that nothing overtakes; what its client says
 * comes in requests, one after the other. It is used on its connection's event loop.
 */
final class ProxiedSocket implements Transport {

    /** So many items on their way to the control port, and the session's own bounded outbox takes over. */
    private static final int MOST_UNDER_WAY = 64;

    /** So many events may come before the hello is dealt with. */
    private static final int MOST_HELD = 256;

    private static final byte[] NOTHING = new byte[0];

    private final EventLoop loop;
    private final Publisher publisher;
    private final GripProxy proxy;
    private final String connectionId;
    private final String channel;
    private final int maxMessage;
    private final ProxiedSockets sockets;
    private final ArrayDeque<SocketEvent> held = new ArrayDeque<>();
    private @Nullable Connection connection;
    private @Nullable CloseCode closed;
    private long number;
    private int underWay;
    private boolean paused;

    /**
     * Over a WebSocket that a proxy has asked for.
     *
     * @param connectionId the proxy's name of it
     * @param sockets      forgets it when it has ended
     */
    ProxiedSocket(
            EventLoop loop,
            Publisher publisher,
            GripProxy proxy,
            String connectionId,
            int maxMessage,
            ProxiedSockets sockets) {
        this.loop = loop;
        this.publisher = publisher;
        this.proxy = proxy;
        this.connectionId = connectionId;
        this.channel = ProxiedSockets.channel(connectionId);
        this.maxMessage = maxMessage;
        this.sockets = sockets;
    }

    /** Lets the connection hear what happens. */
    void attach(Connection over) {
        connection = over;
    }

    /** The connection that speaks through this. */
    Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("not attached");
        }
        return connection;
    }

    /** How it was ended from here; null if it was not. */
    @Nullable
    CloseCode closed() {
        return closed;
    }

    /** What tells the proxy to publish to this socket; it goes into the first answer. */
    SocketEvent subscription() {
        return SocketEvent.text("c:"
                + JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "subscribe")
                        .put("channel", channel));
    }

    /** The proxy tells what has happened. */
    void received(List<SocketEvent> events) {
        events.forEach(this::received);
    }

    private void received(SocketEvent event) {
        if (closed != null) {
            return;
        }
        if (paused) {
            hold(event);
            return;
        }
        switch (event.type()) {
            case TEXT -> text(event.bytes());
            case BINARY -> connection().receivedBinary();
            case PING -> connection().counted();
            case PONG -> connection().alive();
            case CLOSE, DISCONNECT -> left();
            case OPEN -> connection().close(CloseCode.PROTOCOL_ERROR);
        }
    }

    private void left() {
        sockets.remove(connectionId, this);
        connection().gone();
    }

    private void text(byte[] message) {
        if (message.length > maxMessage) {
            connection().close(CloseCode.TOO_BIG);
        } else {
            connection().received(message);
        }
    }

    /** While the hello is dealt with nothing is read, except that the client has left. */
    private void hold(SocketEvent event) {
        switch (event.type()) {
            case CLOSE, DISCONNECT -> left();
            case TEXT, BINARY, PING, PONG, OPEN -> {
                if (held.size() == MOST_HELD) {
                    connection().close(CloseCode.RATE_LIMITED);
                } else {
                    held.add(event);
                }
            }
        }
    }

    @Override
    public void write(String frame) {
        publish(PublishItem.on(channel, ++number).message(frame));
    }

    @Override
    public boolean isFull() {
        return underWay >= MOST_UNDER_WAY;
    }

    /** The whole way to the client and back: that the proxy is there says nothing of the device. */
    @Override
    public void ping() {
        publish(PublishItem.on(channel, ++number).message("ping", NOTHING));
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        while (!paused && !held.isEmpty()) {
            received(held.remove());
        }
    }

    @Override
    public void close(CloseCode code) {
        closed = code;
        held.clear();
        publish(PublishItem.on(channel, ++number).close(code));
        sockets.removeSoon(connectionId, this);
    }

    private void publish(PublishItem item) {
        underWay++;
        publisher.publish(proxy, item, outcome -> loop.run(() -> published(outcome)));
    }

    /** A frame that the proxy did not get leaves a gap that nobody sees; so does a proxy that is gone. It ends. */
    private void published(Published outcome) {
        underWay--;
        if (closed != null) {
            return;
        }
        if (outcome == Published.TAKEN) {
            connection().resume();
        } else {
            connection().close(CloseCode.TRY_LATER);
        }
    }
}
