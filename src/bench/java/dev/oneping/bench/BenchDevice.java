package dev.oneping.bench;

import dev.oneping.bench.Protocol.Heard;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connected device: greets, answers each notification at once with "acted", and reports it to the driver. */
final class BenchDevice {

    private final WebSocket socket;
    private final Protocol protocol;
    private final Consumer<String> onNotify;
    private final Promise<Void> welcomed = Promise.promise();

    private BenchDevice(WebSocket socket, Protocol protocol, Consumer<String> onNotify) {
        this.socket = socket;
        this.protocol = protocol;
        this.onNotify = onNotify;
    }

    /**
     * Connects a device and waits until it is welcomed.
     *
     * @param greeting what it sends first; null if it is welcome at once
     * @param onNotify receives the id of each notification, before it is answered
     */
    static Future<Void> connect(
            WebSocketClient client,
            Protocol protocol,
            WebSocketConnectOptions options,
            @Nullable String greeting,
            Consumer<String> onNotify) {
        return client.connect(options).compose(socket -> new BenchDevice(socket, protocol, onNotify).greet(greeting));
    }

    private Future<Void> greet(@Nullable String greeting) {
        socket.textMessageHandler(this::received);
        socket.closeHandler(ignored -> welcomed.tryFail("a device was closed with code " + socket.closeStatusCode()));
        if (greeting == null) {
            welcomed.tryComplete();
        } else {
            socket.writeTextMessage(greeting);
        }
        return welcomed.future();
    }

    private void received(String text) {
        switch (protocol.hear(text)) {
            case Heard.Shown(String id) -> answer(id);
            case Heard.Welcome() -> welcomed.tryComplete();
            case Heard.Reply(String frame) -> socket.writeTextMessage(frame);
            case Heard.Refused(String why) -> welcomed.tryFail("a device was refused: " + why);
            case Heard.Other() -> {
                // Retractions and pongs need no answer.
            }
        }
    }

    private void answer(String id) {
        onNotify.accept(id);
        String frame = protocol.answer(id);
        if (frame != null) {
            socket.writeTextMessage(frame);
        }
    }
}
