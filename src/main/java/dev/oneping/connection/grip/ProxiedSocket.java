package dev.oneping.connection.grip;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.oneping.connection.AttachedTransport;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.frame.CloseCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket held by a proxy. All frames go through the publisher to keep their order; only an immediate rejection is
 * returned in the HTTP response. The client's messages arrive in requests, one after the other. It is confined to its
 * connection's event loop.
 *
 * <p>A proxy silently drops data that it cannot write to the client at once. So at most the size of its smallest
 * buffer is in flight: a ping follows the data, and its pong confirms that the client has received all of it.
 */
final class ProxiedSocket extends AttachedTransport {

    /** The maximum number of events before the hello is processed. */
    private static final int MAX_HELD = 256;

    private final EventLoop loop;
    private final GripPublisher publisher;
    private final GripProxy proxy;
    private final String connectionId;
    private final String channel;
    private final int maxMessage;
    private final ProxiedSockets sockets;
    private final ArrayDeque<SocketEvent> held = new ArrayDeque<>();
    private @Nullable List<String> firstWords;
    private final SendWindow window = new SendWindow();
    private long number;
    private boolean paused;

    /**
     * Wraps a WebSocket that a proxy has opened.
     *
     * @param connectionId the proxy's id of the connection
     * @param sockets      the registry to leave when it has ended
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

    /** Returns the instruction to publish to this socket, for the first response. */
    SocketEvent subscription() {
        return SocketEvent.text("c:"
                + JsonNodeFactory.instance.objectNode().put("type", "subscribe").put("channel", channel));
    }

    /** Handles events from the proxy. */
    void received(List<SocketEvent> events) {
        events.forEach(this::received);
    }

    /**
     * Handles events from a request that can be answered. A socket rejected before any frame was sent is told in the
     * response: an item published so early may reach the proxy before it knows the channel.
     *
     * @return the events for the response; usually none
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
        CloseCode closed = closed();
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
        if (closed() != null) {
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
            case CLOSE -> left(true);
            case DISCONNECT -> left(false);
            case OPEN -> connection().close(CloseCode.PROTOCOL_ERROR);
        }
    }

    private void pong(SocketEvent event) {
        connection().alive();
        if (window.confirm(event.bytes())) {
            if (window.needsProbe()) {
                ping();
            }
            connection().resume();
        }
    }

    private void left(boolean farewell) {
        sockets.remove(connectionId, this);
        connection().gone(farewell);
    }

    private void text(byte[] message) {
        if (message.length > maxMessage) {
            connection().close(CloseCode.TOO_BIG);
        } else {
            connection().received(message);
        }
    }

    /** Queues an event while the hello is processed; only a disconnect takes effect at once. */
    private void hold(SocketEvent event) {
        switch (event.type()) {
            case CLOSE -> left(true);
            case DISCONNECT -> left(false);
            case TEXT, BINARY, PING, PONG, OPEN -> {
                if (held.size() == MAX_HELD) {
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
        if (window.needsProbe()) {
            ping();
        }
    }

    @Override
    public boolean isFull() {
        return window.isFull();
    }

    /** Pings the client through the proxy: that the proxy is alive says nothing about the device. */
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
        closedWith(code);
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

    /** Closes the socket, since a frame that the proxy did not get leaves an undetectable gap. */
    private void notPublished() {
        if (closed() == null) {
            connection().close(CloseCode.TRY_LATER);
        }
    }
}
