package dev.oneping.simulation;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Carries out lines of input one after the other: time is moved to the line's instant, then the line happens with all its
 * consequences, then the next one is taken. Lines come from one thread; all else is confined to the event loop.
 */
final class LinePump {

    private static final int BUFFERED = 1024;
    private static final String END = "\u0004";

    /** The time in which a caller that has opened a connection says hello, or else means us to. */
    private static final long HELLO_MS = 250;

    private final EventLoop loop;
    private final SimulationClock clock;
    private final Stepper stepper;
    private final LineReader reader;
    private final World world;
    private final JsonOutput output;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(BUFFERED);
    private final AtomicBoolean idle = new AtomicBoolean(true);
    private final CountDownLatch ended = new CountDownLatch(1);
    private long number;
    private boolean begun;

    LinePump(
            EventLoop loop, SimulationClock clock, Stepper stepper, LineReader reader, World world, JsonOutput output) {
        this.loop = loop;
        this.clock = clock;
        this.stepper = stepper;
        this.reader = reader;
        this.world = world;
        this.output = output;
    }

    /** Adds a line; blocks while too many wait. */
    void add(String line) throws InterruptedException {
        lines.put(line);
        wake();
    }

    /** Waits until all lines are carried out. */
    void finish() throws InterruptedException {
        add(END);
        ended.await();
    }

    private void wake() {
        if (idle.compareAndSet(true, false)) {
            loop.execute(this::next);
        }
    }

    private void next() {
        String text = lines.poll();
        if (text == null) {
            output.flush();
            greetLater();
            idle.set(true);
            if (!lines.isEmpty()) {
                wake();
            }
            return;
        }
        if (text.equals(END)) {
            output.flush();
            ended.countDown();
            return;
        }
        number++;
        if (text.isBlank()) {
            loop.execute(this::next);
            return;
        }
        try {
            begin(reader.read(text));
        } catch (LineException e) {
            reject(e);
        }
    }

    /** Greets for a caller that waits for the welcome instead of saying hello. */
    private void greetLater() {
        if (world.isHelloDue()) {
            loop.schedule(
                    () -> {
                        if (world.isHelloDue() && lines.isEmpty() && idle.compareAndSet(true, false)) {
                            world.greet();
                            stepper.advance(clock.millis(), () -> loop.execute(this::next));
                        }
                    },
                    HELLO_MS,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void begin(Line line) throws LineException {
        if (!begun) {
            begun = true;
            stepper.begin(line.at());
        }
        boolean late = line.at() < clock.millis();
        if (late) {
            LineException error = new LineException(
                    line instanceof Line.Advance ? "advance" : "at",
                    "The instant is before the current one, which is " + Instant.ofEpochMilli(clock.millis()) + ".",
                    "Write lines in the order of time.");
            if (line instanceof Line.Advance) {
                throw error;
            }
            output.error(number, error, true);
        }
        if (world.isHelloDue() && (line.at() > clock.millis() || !world.isAwaitedHello(line))) {
            world.greet();
        }
        stepper.advance(line.at(), () -> happen(line));
    }

    private void happen(Line line) {
        try {
            world.apply(line, this::broken);
        } catch (LineException e) {
            reject(e);
            return;
        }
        if (line instanceof Line.Advance advance) {
            output.advanced(advance.given());
            output.flush();
            loop.execute(this::next);
        } else if (world.isHelloDue() && line instanceof Line.Open) {
            loop.execute(this::next);
        } else {
            stepper.advance(clock.millis(), () -> loop.execute(this::next));
        }
    }

    private void reject(LineException e) {
        output.error(number, e, false);
        loop.execute(this::next);
    }

    private void broken(@Nullable Throwable cause) {
        output.error(
                number,
                new LineException(
                        "request", "The request got no response: " + cause + ".", "Check its path and headers."),
                false);
    }
}
