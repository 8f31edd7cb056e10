package dev.oneping.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;

/**
 * A minimal relay that delivers notifications durably, as the baseline: the same calls and frames as the service, and a
 * script in Redis that stores and logs, twice for a notification and once for its ack. No keys, no tenants, no choice
 * of devices, no rules, no timers, no retries. One per event loop; they share the sockets.
 */
final class BareRelay extends AbstractVerticle {

    private static final String STORE = """
            redis.call('HSET', KEYS[1], 'state', ARGV[1], 'body', ARGV[2])
            redis.call('PEXPIRE', KEYS[1], 600000)
            redis.call('XADD', KEYS[2], 'MAXLEN', '~', 100000, '*', 'state', ARGV[1], 'id', KEYS[1])
            return 1
            """;

    private static final String LOG = "log";

    private final String redisAddress;
    private final int port;
    private final ConcurrentMap<String, ServerWebSocket> sockets;
    private Future<RedisConnection> redis = Future.failedFuture("not started");
    private String script = "";

    /**
     * A relay that is yet to be deployed.
     *
     * @param sockets by person; the device that connects first gets what comes
     */
    BareRelay(String redisAddress, int port, ConcurrentMap<String, ServerWebSocket> sockets) {
        this.redisAddress = redisAddress;
        this.port = port;
        this.sockets = sockets;
    }

    @Override
    public void start(Promise<Void> started) {
        redis = Redis.createClient(vertx, redisAddress).connect();
        redis.compose(connection ->
                        connection.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(STORE)))
                .onSuccess(digest -> script = digest.toString())
                .compose(
                        ignored -> vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("oneping.v1"))
                                .requestHandler(this::serve)
                                .listen(port, "127.0.0.1"))
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void serve(HttpServerRequest request) {
        switch (request.path()) {
            case "/v1/connect" -> connect(request);
            case "/v1/tokens" -> request.body().onSuccess(body -> token(request, new JsonObject(body)));
            case "/v1/notify" -> request.body().onSuccess(body -> relay(request, body));
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** The token is the person's name: whoever asks is believed. */
    private static void token(HttpServerRequest request, JsonObject asked) {
        answer(request, 200, new JsonObject().put("token", asked.getString("user")));
    }

    private void connect(HttpServerRequest request) {
        String user = request.getHeader("Authorization").substring("Bearer ".length());
        request.toWebSocket().onSuccess(socket -> {
            sockets.putIfAbsent(user, socket);
            socket.textMessageHandler(text -> received(socket, new JsonObject(text)));
        });
    }

    private void received(ServerWebSocket socket, JsonObject frame) {
        if ("hello".equals(frame.getString("type"))) {
            socket.writeTextMessage("{\"type\":\"welcome\"}");
        } else {
            store(frame.getString("id"), frame.getString("kind"), "");
        }
    }

    private void relay(HttpServerRequest request, Buffer body) {
        JsonObject asked = new JsonObject(body);
        String user = asked.getJsonObject("to").getString("user");
        String id = "ntf_" + UUID.randomUUID();
        store(id, "accepted", body.toString())
                .compose(ignored -> store(id, "delivering", user))
                .compose(ignored -> deliver(user, frame(id, asked)))
                .onSuccess(ignored ->
                        answer(request, 202, new JsonObject().put("id", id).put("state", "delivering")))
                .onFailure(failure -> answer(request, 500, new JsonObject().put("detail", failure.toString())));
    }

    private Future<Void> deliver(String user, String frame) {
        ServerWebSocket socket = sockets.get(user);
        return socket == null ? Future.failedFuture(user + " has no device connected") : socket.writeTextMessage(frame);
    }

    private static String frame(String id, JsonObject asked) {
        return new JsonObject()
                .put("type", "notify")
                .put("id", id)
                .put("title", asked.getString("title"))
                .put("body", asked.getString("body"))
                .encode();
    }

    private Future<Response> store(String id, String state, String body) {
        return redis.compose(connection -> connection.send(Request.cmd(Command.EVALSHA)
                .arg(script)
                .arg(2)
                .arg(id)
                .arg(LOG)
                .arg(state)
                .arg(body)));
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }
}
