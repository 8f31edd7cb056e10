package dev.oneping.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The calls of an app to the API, over one HTTP/1.1 connection that is kept. Belongs to one event loop. */
final class Calls {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Service service;
    private final HttpClient http;

    Calls(Vertx vertx, Service service) {
        this.service = service;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost(service.host())
                        .setDefaultPort(service.port())
                        .setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(1));
    }

    /** Waits for calls, which must stay on their event loop. Used by a thread that may block. */
    static <T> T await(Context loop, Supplier<Future<T>> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.runOnContext(ignored -> call.get().onSuccess(answer::complete).onFailure(answer::completeExceptionally));
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** A token for a device. */
    Future<String> token(BenchUser person, String device) {
        JsonObject asked = new JsonObject().put("user", person.user()).put("device", device);
        return post("/v1/tokens", asked.toBuffer()).map(answer -> answer.getString("token"));
    }

    /** Sends a notification; fails if it is not on its way to a device with that. */
    Future<Void> notify(Protocol protocol, BenchUser person) {
        return send(HttpMethod.POST, protocol.path(person), person.notification())
                .compose(answer -> protocol.isOnItsWay(answer.toString())
                        ? Future.succeededFuture()
                        : Future.failedFuture("it was answered with " + answer));
    }

    /** Deletes something. */
    Future<Void> delete(String path) {
        return send(HttpMethod.DELETE, path, Buffer.buffer()).mapEmpty();
    }

    /** Posts JSON; fails if it is not answered with success. */
    Future<JsonObject> post(String path, Buffer body) {
        return send(HttpMethod.POST, path, body).map(JsonObject::new);
    }

    private Future<Buffer> send(HttpMethod method, String path, Buffer body) {
        return http.request(method, path)
                .compose(request -> request.putHeader("Authorization", service.authorization())
                        .putHeader("Content-Type", "application/json")
                        .send(body))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() / 100 == 2
                                ? Future.succeededFuture(answer)
                                : Future.failedFuture(
                                        "it was answered with " + response.statusCode() + ": " + answer)));
    }
}
