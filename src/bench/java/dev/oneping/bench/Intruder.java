package dev.oneping.bench;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** An app that does one kind of thing as often as its tenant may, on many connections at once. */
final class Intruder implements AutoCloseable {

    /** The kinds of work that cost a service more than they cost who asks for it. */
    enum Kind {
        FEED("reads its feed from the start", HttpMethod.GET, "/v1/events?limit=1000"),
        NEWEST("reads its feed backwards", HttpMethod.GET, "/v1/events?limit=1000&order=newest"),
        SEARCH("searches notifications", HttpMethod.GET, "/v1/notifications?state=acted"),
        RULES("checks rule files", HttpMethod.POST, "/v1/rules/validate"),
        NOTIFY("notifies users without devices", HttpMethod.POST, "/v1/notify"),
        BEYOND("goes on beyond its limit", HttpMethod.GET, "/v1/events?limit=1000");

        private final String title;
        private final HttpMethod method;
        private final String path;

        Kind(String title, HttpMethod method, String path) {
            this.title = title;
            this.method = method;
            this.path = path;
        }

        String title() {
            return title;
        }
    }

    private static final int CONNECTIONS = 32;
    private static final int TICK_MS = 10;
    private static final int PATIENCE_MS = 30_000;
    private static final int TIMES_BEYOND = 5;

    private final Vertx vertx;
    private final Service service;
    private final Kind kind;
    private final HttpClient http;
    private final double perTick;
    private final Buffer rules = rules();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();
    private double due;
    private long timer = -1;

    Intruder(Vertx vertx, Service service, Kind kind, int limit) {
        this.vertx = vertx;
        this.service = service;
        this.kind = kind;
        this.perTick = limit * TICK_MS / 1000.0 * (kind == Kind.BEYOND ? TIMES_BEYOND : 1);
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setDefaultHost(service.host()).setDefaultPort(service.port()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** A notification for a user who has no device. */
    static Buffer notification(String user) {
        return new JsonObject()
                .put("to", new JsonObject().put("user", user))
                .put("title", "Nobody is there")
                .put("expires_in", "10m")
                .toBuffer();
    }

    void begin() {
        timer = vertx.setPeriodic(TICK_MS, ignored -> {
            due += perTick;
            for (; due >= 1; due--) {
                if (underWay.get() < CONNECTIONS) {
                    ask();
                }
            }
        });
    }

    /** Stops asking, and waits for what was asked. */
    void pause() throws InterruptedException {
        vertx.cancelTimer(timer);
        for (int i = 0; i < PATIENCE_MS / TICK_MS && underWay.get() > 0; i++) {
            Thread.sleep(TICK_MS);
        }
    }

    /** Returns how many requests were answered, other than by 429. */
    long answered() {
        return answered.get();
    }

    /** Returns how many were answered by 429 or 503. */
    long refused() {
        return refused.get();
    }

    private void ask() {
        underWay.incrementAndGet();
        http.request(kind.method, kind.path)
                .compose(request -> request.putHeader("Authorization", service.authorization())
                        .putHeader("Content-Type", kind == Kind.RULES ? "application/yaml" : "application/json")
                        .send(body()))
                .compose(response -> response.body().map(ignored -> response.statusCode()))
                .onComplete(done -> {
                    underWay.decrementAndGet();
                    boolean taken = done.succeeded() && done.result() != 429 && done.result() != 503;
                    (taken ? answered : refused).incrementAndGet();
                });
    }

    private Buffer body() {
        return switch (kind) {
            case FEED, NEWEST, SEARCH, BEYOND -> Buffer.buffer();
            case NOTIFY -> notification("nobody-" + answered.get() % 1000);
            case RULES -> rules;
        };
    }

    private static Buffer rules() {
        try (InputStream file = Intruder.class.getResourceAsStream("/rules/default.yaml")) {
            return Buffer.buffer(Objects.requireNonNull(file).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
