package dev.oneping.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Measures deliveries to a hundred subscriptions: at full speed, then at a fixed rate with and without a hanging
 * receiver. Each event is a notification for a user without a device, and is delivered to all.
 */
final class Webhooks {

    private static final int ENDPOINTS = 100;
    private static final int EVENT_LOOPS = 2;
    private static final int EVENTS_UNDER_WAY = 20;
    private static final int PEOPLE = 1_000;
    private static final long LOOK_MS = 1;
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final int TURNS = 6;
    private static final Duration TURNING = Duration.ofMillis(500);

    private final Options options;
    private final BenchReport report;
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true));
    /** The context of all calls that are not measured: a call must stay on its event loop. */
    private final Context loop = vertx.getOrCreateContext();

    private final String run = Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);
    private final AtomicLong sent = new AtomicLong();

    Webhooks(Options options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    /** Measures and prints; false if what was sent did not all arrive. */
    boolean measure(Service service) throws IOException, InterruptedException {
        report.webhooksDefinition(ENDPOINTS);
        List<Watched> processes = Sockets.now().behind(service, report);
        Calls calls = new Calls(vertx, service);
        List<String> subscriptions = new ArrayList<>();
        try {
            Future<Receivers> starting = Receivers.start(vertx, ENDPOINTS, EVENT_LOOPS);
            Receivers receivers = await(() -> starting);
            for (int i = 0; i < ENDPOINTS; i++) {
                Buffer wish = subscription(receivers.url(i)).toBuffer();
                subscriptions.add(
                        await(() -> calls.post("/v1/subscriptions", wish)).getString("id"));
            }
            Thread.sleep(SETTLING);
            fast(receivers, new Calls(vertx, service), processes);
            boolean sound = settled(receivers);
            paced(receivers, calls);
            return sound & settled(receivers);
        } finally {
            for (String id : subscriptions) {
                await(() -> calls.delete("/v1/subscriptions/" + id));
            }
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void fast(Receivers receivers, Calls calls, List<Watched> processes) throws InterruptedException {
        long timer = vertx.setPeriodic(LOOK_MS, ignored -> {
            while ((sent.get() * ENDPOINTS - receivers.received()) / ENDPOINTS < EVENTS_UNDER_WAY) {
                send(calls);
            }
        });
        Thread.sleep(options.warmup());
        List<Duration> before = processes.stream().map(Watched::cpu).toList();
        receivers.latencies();
        long from = receivers.received();
        long begun = System.nanoTime();
        Thread.sleep(options.span());
        long count = receivers.received() - from;
        Duration span = Duration.ofNanos(System.nanoTime() - begun);
        report.deliveries("as many as go", count, span, receivers.latencies());
        for (int i = 0; i < processes.size(); i++) {
            report.cpuEach(processes.get(i), processes.get(i).cpu().minus(before.get(i)), count, "delivery");
        }
        vertx.cancelTimer(timer);
    }

    /** With and without one that hangs by turns, so that whatever else this machine does meets both alike. */
    private void paced(Receivers receivers, Calls calls) throws InterruptedException {
        long timer = vertx.setPeriodic(Math.max(1, 1000 / options.events()), ignored -> send(calls));
        Thread.sleep(options.warmup().dividedBy(2));
        Histogram healthy = new Histogram(Receivers.DIGITS);
        Histogram beside = new Histogram(Receivers.DIGITS);
        for (int turn = 0; turn < TURNS; turn++) {
            for (Histogram measured : List.of(healthy, beside)) {
                receivers.lastHangs(measured == beside);
                Thread.sleep(TURNING);
                receivers.latencies();
                Thread.sleep(options.span().dividedBy(TURNS));
                measured.add(receivers.latencies());
            }
        }
        receivers.lastHangs(false);
        vertx.cancelTimer(timer);
        String pace = "%,d events a second, ".formatted(options.events());
        report.deliveries(pace + "all answer", healthy.getTotalCount(), options.span(), healthy);
        report.deliveries(pace + "one hangs", beside.getTotalCount(), options.span(), beside);
        report.change(healthy, beside);
    }

    /** Returns whether all deliveries have arrived, now or within a limit. */
    private boolean settled(Receivers receivers) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (receivers.received() < sent.get() * ENDPOINTS && System.nanoTime() < end) {
            Thread.sleep(SETTLING);
        }
        boolean all = receivers.received() >= sent.get() * ENDPOINTS;
        if (!all) {
            report.say("Of %,d deliveries only %,d came.".formatted(sent.get() * ENDPOINTS, receivers.received()));
        }
        return all;
    }

    private void send(Calls calls) {
        JsonObject to = new JsonObject().put("user", "hooks-" + run + "-" + sent.getAndIncrement() % PEOPLE);
        JsonObject notification =
                new JsonObject().put("to", to).put("title", "An event").put("expires_in", "1m");
        calls.post("/v1/notify", notification.toBuffer())
                .onFailure(failure -> report.say("A notification was not taken: " + failure.getMessage()));
    }

    private static JsonObject subscription(String url) {
        return new JsonObject()
                .put("url", url)
                .put("types", new JsonArray().add("notification.accepted"))
                .put("format", "cloudevents-structured");
    }

    private <T> T await(Supplier<Future<T>> call) {
        return Calls.await(loop, call);
    }
}
