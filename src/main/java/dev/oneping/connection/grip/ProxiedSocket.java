package dev.oneping.connection.grip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oneping.connection.Connection;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.Transport;
import dev.oneping.connection.frame.CloseCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that a proxy holds. What is said to it is published, so that nothing overtakes, but for a refusal that is the
 * first word; what its client says comes in requests, one after the other. It is used on its connection's event loop.
 *
 * <p>A proxy drops what it cannot write to the client at once, and tells nobody. So no more is under way than its smallest
 * buffer holds: a ping goes after what was said, and its pong shows that the client has all of it.
 */
final class ProxiedSocket implements Transport {

    /** So many events may come before the hello is dealt with. */
    private static final int MOST_HELD = 256;

    private final EventLoop loop;
    private final GripPublisher publisher;
    private final GripProxy proxy;
    private final String connectionId;
    private final String channel;
    private final int maxMessage;
    private final ProxiedSockets sockets;
    private final ArrayDeque<SocketEvent> held = new ArrayDeque<>();
    private @Nullable Connection connection;
    private @Nullable CloseCode closed;
    private @Nullable List<String> firstWords;
    private final SendWindow window = new SendWindow();
    private long number;
    private boolean paused;

    /**
     * Over a WebSocket that a proxy has asked for.
     *
     * @param connectionId the proxy's name of it
     * @param sockets      forgets it when it has ended
     */
    ProxiedSocket(
            EventLoop loop,
            GripPublisher publisher,
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
                + JsonNodeFactory.instance.objectNode().put("type", "subscribe").put("channel", channel));
    }

    /** The proxy tells what has happened. */
    void received(List<SocketEvent> events) {
        events.forEach(this::received);
    }

    /**
     * The same where the request can be answered. Who was told nothing yet, and is sent away at once, is told so by the
     * answer: what is published so soon may reach the proxy before it knows to whom it belongs.
     *
     * @return what the answer is to tell; mostly nothing
     */
    List<SocketEvent> answer(List<SocketEvent> events) {
        if (number > 0) {
            received(events);
            return List.of();
        }
        List<String> words = new ArrayList<>();
        firstWords = words;
        try {
            received(events);
        } finally {
            firstWords = null;
        }
        if (closed == null) {
            words.forEach(this::write);
            return List.of();
        }
        List<SocketEvent> last = new ArrayList<>();
        words.forEach(word -> last.add(SocketEvent.text(word)));
        last.add(SocketEvent.close(closed.code(), closed.reason()));
        return last;
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
            case PONG -> pong(event);
            case CLOSE, DISCONNECT -> left();
            case OPEN -> connection().close(CloseCode.PROTOCOL_ERROR);
        }
    }

    private void pong(SocketEvent event) {
        connection().alive();
        if (window.confirm(event.bytes())) {
            if (window.wantsProbe()) {
                ping();
            }
            connection().resume();
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
        if (firstWords != null) {
            firstWords.add(frame);
            return;
        }
        publish(PublishItem.on(channel, ++number).message(frame));
        window.wrote(frame.length());
        if (window.wantsProbe()) {
            ping();
        }
    }

    @Override
    public boolean isFull() {
        return window.isFull();
    }

    /** The whole way to the client and back: that the proxy is there says nothing of the device. */
    @Override
    public void ping() {
        publish(PublishItem.on(channel, ++number).message("ping", window.probe()));
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
        if (firstWords == null) {
            publish(PublishItem.on(channel, ++number).close(code));
        }
        sockets.removeSoon(connectionId, this);
    }

    private void publish(PublishItem item) {
        publisher.publish(proxy, item, outcome -> {
            if (outcome != PublishResult.TAKEN) {
                loop.run(this::notPublished);
            }
        });
    }

    /** A frame that the proxy did not get leaves a gap that nobody sees. */
    private void notPublished() {
        if (closed == null) {
            connection().close(CloseCode.TRY_LATER);
        }
    }
}
