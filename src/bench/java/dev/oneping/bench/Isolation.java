package dev.oneping.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Measures how long the notifications of one tenant take alone, and while another tenant uses its limits up, in turns. Needs an
 * operator's key, makes both tenants, and deletes them.
 */
final class Isolation {

    private static final int STORED = 2_000;
    private static final int TURNS = 3;
    private static final Duration SETTLING = Duration.ofMillis(500);

    private final Options options;
    private final BenchReport report;
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
    /** The context of all calls that are not measured: a call must stay on its event loop. */
    private final Context loop = vertx.getOrCreateContext();

    private final String run = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);

    Isolation(Options options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    /** Measures and prints; false if a notification was lost. */
    boolean measure(Service operator) throws InterruptedException {
        report.isolationDefinition(options.limit(), options.rate(), STORED);
        try {
            return measure(new Calls(vertx, operator), operator);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private boolean measure(Calls calls, Service operator) throws InterruptedException {
        Service busy = tenant(calls, operator, "busy-" + run, options.limit());
        Service quiet = tenant(calls, operator, "quiet-" + run, 0);
        try {
            fill(new Calls(vertx, busy));
            return compare(busy, quiet);
        } finally {
            List.of("busy-", "quiet-").forEach(name -> await(() -> calls.delete("/v1/tenants/" + name + run)));
        }
    }

    private Service tenant(Calls calls, Service operator, String id, int limit) {
        JsonObject wish = new JsonObject().put("id", id).put("name", id);
        if (limit > 0) {
            wish.put("limits", new JsonObject().put("requests_per_second", limit));
        }
        JsonObject made = await(() -> calls.post("/v1/tenants", wish.toBuffer()));
        return new Service(operator.address(), made.getJsonObject("admin_key").getString("key"));
    }

    /** Gives the busy tenant something to read, below its limit. */
    private void fill(Calls calls) throws InterruptedException {
        long pauseNanos = TimeUnit.SECONDS.toNanos(1) / Math.max(1, options.limit());
        for (int i = 0; i < STORED; i++) {
            long begun = System.nanoTime();
            String user = "stored-" + i;
            await(() -> calls.post("/v1/notify", Intruder.notification(user)));
            TimeUnit.NANOSECONDS.sleep(Math.max(0, pauseNanos - (System.nanoTime() - begun)));
        }
    }

    private boolean compare(Service busy, Service quiet) throws InterruptedException {
        report.isolationHeader();
        boolean sound = true;
        try (Fleet fleet = Fleet.connect(
                new OnepingProtocol(quiet), options.users(), options.devicesPerUser(), options.publishers())) {
            fleet.begin(BenchPace.Fixed.rate(options.rate()));
            Thread.sleep(options.warmup());
            for (Intruder.Kind kind : Intruder.Kind.values()) {
                try (Intruder intruder = new Intruder(vertx, busy, kind, options.limit())) {
                    Histogram alone = new Histogram(3);
                    Histogram beside = new Histogram(3);
                    // By turns, so that whatever else this machine does meets both alike.
                    for (int turn = 0; turn < TURNS; turn++) {
                        alone.add(period(fleet));
                        intruder.begin();
                        beside.add(period(fleet));
                        intruder.pause();
                    }
                    report.isolation(kind.title(), alone, beside, intruder.answered(), intruder.refused());
                }
            }
            fleet.end();
            if (fleet.tally().failures() > 0) {
                report.say("%d notifications did not come to a device; the first: %s"
                        .formatted(fleet.tally().failures(), fleet.tally().firstFailure()));
                sound = false;
            }
        }
        return sound;
    }

    private Histogram period(Fleet fleet) throws InterruptedException {
        Thread.sleep(SETTLING);
        fleet.tally().restart();
        Thread.sleep(options.span().dividedBy(TURNS));
        return fleet.tally().latencies();
    }

    private <T> T await(Supplier<Future<T>> call) {
        return Calls.await(loop, call);
    }
}
