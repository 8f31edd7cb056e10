package dev.oneping.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Publishers, and the people whom they write to with all their devices connected. Used by one thread, which may block. */
final class Fleet implements AutoCloseable {

    /** Few, so that the driver leaves the machine to what it measures. */
    private static final int EVENT_LOOPS = 2;

    private static final long PATIENCE_SECONDS = 300;

    private final Vertx vertx;
    private final Protocol protocol;
    private final BenchTally tally = new BenchTally();
    private final List<BenchPublisher> publishers = new CopyOnWriteArrayList<>();
    private @Nullable Pacer pacer;

    private Fleet(Vertx vertx, Protocol protocol) {
        this.vertx = vertx;
        this.protocol = protocol;
    }

    /**
     * Connects every device.
     *
     * @throws IllegalStateException if one cannot be connected
     */
    static Fleet connect(Protocol protocol, int users, int devicesEach, int publishers) {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true));
        Fleet fleet = new Fleet(vertx, protocol);
        List<List<BenchUser>> shares = shares(users, publishers);
        try {
            await(Future.all(shares.stream()
                    .map(share -> fleet.publisher(share, devicesEach))
                    .toList()));
            return fleet;
        } catch (IllegalStateException e) {
            fleet.close();
            throw e;
        }
    }

    /** Everybody is one publisher's alone. Names are new in each run, so that no run finds what another one left. */
    private static List<List<BenchUser>> shares(int users, int publishers) {
        String run = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);
        return IntStream.range(0, publishers)
                .mapToObj(publisher -> IntStream.range(0, users)
                        .filter(user -> user % publishers == publisher)
                        .mapToObj(user -> BenchUser.named("bench-" + run + "-" + user))
                        .toList())
                .toList();
    }

    /** A verticle is how Vert.x gives out event loops in turn. */
    private Future<Void> publisher(List<BenchUser> people, int devicesEach) {
        Promise<Void> connected = Promise.promise();
        vertx.deployVerticle(new AbstractVerticle() {
                    @Override
                    public void start() {
                        BenchPublisher publisher = new BenchPublisher(vertx, protocol, people, tally);
                        publishers.add(publisher);
                        new Boarding(vertx, protocol, publisher::arrived)
                                .all(people, devicesEach)
                                .onComplete(connected);
                    }
                })
                .onFailure(connected::tryFail);
        return connected.future();
    }

    BenchTally tally() {
        return tally;
    }

    /** Lets all publishers send. */
    void begin(BenchPace pace) {
        switch (pace) {
            case BenchPace.ClosedLoop() -> publishers.forEach(BenchPublisher::begin);
            case BenchPace.Fixed fixed -> pacer = Pacer.start(publishers, fixed);
        }
    }

    /** Returns the times between two notifications since the last call, in nanoseconds; empty without a fixed pace. */
    Optional<Histogram> gaps() {
        return Optional.ofNullable(pacer).map(Pacer::gaps);
    }

    /** Waits until nothing is under way. */
    void end() {
        if (pacer != null) {
            pacer.close();
            pacer = null;
        }
        await(Future.all(publishers.stream().map(BenchPublisher::end).toList()));
    }

    /** The ids of some notifications that came to a device lately. */
    List<String> recent() {
        return publishers.stream()
                .flatMap(publisher -> publisher.recent().stream())
                .toList();
    }

    /** Closes every connection. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not done within " + PATIENCE_SECONDS + " seconds", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        }
    }
}
