package dev.oneping.simulation;

import dev.oneping.connection.Connection;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.Transport;
import dev.oneping.connection.frame.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a simulated device: a transport in memory, over which the service speaks the device protocol. It reads
 * at once, answers every ping, and ends when its input says so. Confined to the event loop.
 */
final class VirtualDevice implements Transport {

    private final DeviceAddress address;
    private final String tab;
    private final Output output;
    private @Nullable Connection connection;
    private boolean greeted;
    private boolean closed;
    private boolean paused;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();

    VirtualDevice(DeviceAddress address, String tab, Output output) {
        this.address = address;
        this.tab = tab;
        this.output = output;
    }

    /** Connects the transport's events to the connection. */
    void attach(Connection over) {
        connection = over;
    }

    DeviceAddress address() {
        return address;
    }

    String tab() {
        return tab;
    }

    /** Returns whether it has sent a hello. */
    boolean isGreeted() {
        return greeted;
    }

    /** Returns whether its connection has ended. */
    boolean isClosed() {
        return closed;
    }

    /** Sends a frame to the service; while the service does not read, it waits as it would in a socket. */
    void send(String frame) {
        greeted = true;
        byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        if (paused) {
            waiting.add(bytes);
        } else {
            connection().received(bytes);
        }
    }

    /** Ends the connection from this side. */
    void leave(boolean farewell) {
        if (!closed) {
            closed = true;
            connection().gone(farewell);
        }
    }

    @Override
    public void write(String frame) {
        output.frame(address, tab, frame);
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void ping() {
        connection().alive();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        while (!paused && !closed && !waiting.isEmpty()) {
            connection().received(waiting.remove());
        }
    }

    @Override
    public void close(CloseCode code) {
        closed = true;
        output.closed(address, tab, code);
    }

    private Connection connection() {
        if (connection == null) {
            throw new IllegalStateException("not attached");
        }
        return connection;
    }
}
