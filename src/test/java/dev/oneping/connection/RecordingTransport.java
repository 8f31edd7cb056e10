package dev.oneping.connection;

import dev.oneping.connection.frame.CloseCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A transport controlled by a test: it records what is written, and is full when the test says so. */
public final class RecordingTransport implements Transport {

    public final List<String> frames = new CopyOnWriteArrayList<>();
    public boolean full;
    public boolean read = true;
    boolean paused;
    int pings;

    @Nullable
    CloseCode closed;

    @Override
    public void write(String frame) {
        frames.add(frame);
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public boolean isRead() {
        return read;
    }

    @Override
    public void ping() {
        pings++;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void close(CloseCode code) {
        closed = code;
    }
}
