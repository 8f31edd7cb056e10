package dev.oneping.simulation;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.redis.time.Time;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The app that calls the API in a simulation: over HTTP, as apps do, with a key that is valid for this run only. Requests
 * that wait do not hold up the time. Confined to the event loop.
 */
@Singleton
class SimulatedApp {

    /** Several, so that a request that waits does not hold up the next one. */
    private static final int CONNECTIONS = 64;

    private final HttpClient http;
    private final ApiKeys keys;
    private final String key = "simulation_" + UUID.randomUUID();

    SimulatedApp(Vertx vertx, ApiKeys keys) {
        this.keys = keys;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** Makes the key valid. Blocks. */
    void start() {
        keys.ensureDevelopmentKey(key);
    }

    /**
     * Sends a request.
     *
     * @param answered gets the status and the body as JSON: a text if it is none, null if it is empty
     */
    void send(Line.Request request, Answered answered, Consumer<Throwable> failed) {
        Time.begun(1);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setHost("127.0.0.1")
                .setPort(ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class))
                .setURI(request.path())
                .putHeader("Authorization", "Bearer " + key);
        if (request.body() != null) {
            options.putHeader("Content-Type", "application/json");
        }
        request.headers().forEach((name, value) -> options.getHeaders().set(name, value));
        http.request(options)
                .compose(call -> request.body() == null
                        ? call.send()
                        : call.send(Buffer.buffer(request.body().toString())))
                .compose(response -> response.body().map(body -> new Answer(response, body)))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        Answer answer = done.result();
                        answered.by(answer.head.statusCode(), json(answer));
                    } else {
                        failed.accept(done.cause());
                    }
                    Time.ended();
                });
    }

    private static @Nullable String json(Answer answer) {
        String type = String.valueOf(answer.head.getHeader("Content-Type"));
        if (answer.body.length() == 0) {
            return null;
        }
        String text = answer.body.toString();
        return type.contains("json") ? text : TextNode.valueOf(text).toString();
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    /** Handles a response. */
    @FunctionalInterface
    interface Answered {
        void by(int status, @Nullable String body);
    }
}
