package dev.oneping.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Receivers of webhooks on this machine, each with a path of its own. They answer at once; the last of them can be told to
 * take what comes and never answer.
 */
final class Receivers {

    private static final String PATH = "/hook/";
    static final int DIGITS = 3;
    private static final int NO_CONTENT = 204;

    private final int count;
    private final int port;
    private final LongAdder received = new LongAdder();
    private final Recorder latencies = new Recorder(DIGITS);
    private final Queue<HttpServerRequest> hanging = new ConcurrentLinkedQueue<>();
    private volatile boolean lastHangs;

    private Receivers(int count, int port) {
        this.count = count;
        this.port = port;
    }

    /** Starts as many, on all event loops. */
    static Future<Receivers> start(Vertx vertx, int count, int eventLoops) throws IOException {
        Receivers receivers = new Receivers(count, freePort());
        return vertx.deployVerticle(() -> receivers.new Server(), new DeploymentOptions().setInstances(eventLoops))
                .map(receivers);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Returns the URL of a receiver. */
    String url(int number) {
        return "http://127.0.0.1:" + port + PATH + number;
    }

    /** Makes the last receiver hang, or lets it answer all pending requests. */
    void lastHangs(boolean hangs) {
        lastHangs = hangs;
        while (!hangs && !hanging.isEmpty()) {
            answer(hanging.remove());
        }
    }

    /** Returns the total number of deliveries since the start. */
    long received() {
        return received.sum();
    }

    /** The time from event to arrival in microseconds since this was last asked, at all but the last one. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    private void received(HttpServerRequest request) {
        int number = Integer.parseInt(request.path().substring(PATH.length()));
        boolean last = number == count - 1;
        request.body().onSuccess(body -> {
            received.increment();
            if (!last) {
                Instant event = new JsonObject(body).getInstant("time");
                long micros = Duration.between(event, Instant.now()).toNanos() / 1000;
                latencies.recordValue(Math.max(0, micros));
            }
            if (last && lastHangs) {
                hanging.add(request);
            } else {
                answer(request);
            }
        });
    }

    private static void answer(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().setStatusCode(NO_CONTENT).end();
        }
    }

    private final class Server extends AbstractVerticle {
        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(Receivers.this::received)
                    .listen(port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
