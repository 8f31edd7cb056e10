package dev.oneping.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** One connected device: says hello, answers each notification at once with "acted", and tells of it. */
final class BenchDevice {

    private static final String IN_USE = "{\"visible\":true,\"focused\":true,\"idle_ms\":0,\"screen\":\"unlocked\"}";
    private static final String IN_POCKET = "{\"visible\":false,\"idle_ms\":600000,\"screen\":\"locked\"}";

    private final WebSocket socket;
    private final Consumer<String> onNotify;
    private final Promise<Void> welcomed = Promise.promise();

    private BenchDevice(WebSocket socket, Consumer<String> onNotify) {
        this.socket = socket;
        this.onNotify = onNotify;
    }

    /**
     * Connects a device and waits until it is welcomed.
     *
     * @param inUse    whether the person looks at it
     * @param onNotify told the id of each notification, before it is answered
     */
    static Future<Void> connect(
            WebSocketClient client,
            Service service,
            String device,
            String token,
            boolean inUse,
            Consumer<String> onNotify) {
        return client.connect(new WebSocketConnectOptions()
                        .setHost(service.host())
                        .setPort(service.port())
                        .setURI("/v1/connect")
                        .addSubProtocol("oneping.v1")
                        .putHeader("Authorization", "Bearer " + token))
                .compose(socket -> new BenchDevice(socket, onNotify).greet(device, inUse));
    }

    private Future<Void> greet(String device, boolean inUse) {
        socket.textMessageHandler(this::received);
        socket.closeHandler(ignored -> welcomed.tryFail("a device was closed with code " + socket.closeStatusCode()));
        socket.writeTextMessage("{\"type\":\"hello\",\"device\":\"" + device
                + "\",\"platform\":\"web\",\"report\":{\"attention\":" + (inUse ? IN_USE : IN_POCKET) + "}}");
        return welcomed.future();
    }

    private void received(String text) {
        JsonObject frame = new JsonObject(text);
        switch (frame.getString("type")) {
            case "notify" -> answer(frame.getString("id"));
            case "welcome" -> welcomed.tryComplete();
            case "error" -> welcomed.tryFail("a device was refused: " + text);
            default -> {
                // Retractions and pongs need no answer.
            }
        }
    }

    private void answer(String id) {
        onNotify.accept(id);
        socket.writeTextMessage("{\"type\":\"ack\",\"id\":\"" + id + "\",\"kind\":\"acted\"}");
    }
}
