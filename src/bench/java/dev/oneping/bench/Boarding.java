package dev.oneping.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.List;
import java.util.function.Consumer;

/** Connects devices, one after the other: a token for each by HTTP, then its socket. Belongs to one event loop. */
final class Boarding {

    private final Service service;
    private final Consumer<String> onNotify;
    private final Calls calls;
    private final WebSocketClient sockets;

    /** Devices that are connected by this one tell of their notifications to that. */
    Boarding(Vertx vertx, Service service, Consumer<String> onNotify) {
        this.service = service;
        this.onNotify = onNotify;
        this.calls = new Calls(vertx, service);
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));
    }

    /** Complete when all are welcomed. The first device of each person is in use, the others are in a pocket. */
    Future<Void> all(List<Person> people, int devicesEach) {
        Future<Void> done = Future.succeededFuture();
        for (Person person : people) {
            for (int number = 0; number < devicesEach; number++) {
                String device = "device-" + number;
                boolean inUse = number == 0;
                done = done.compose(ignored -> one(person, device, inUse));
            }
        }
        return done;
    }

    private Future<Void> one(Person person, String device, boolean inUse) {
        return calls.token(person, device)
                .compose(token -> DeviceSocket.connect(sockets, service, device, token, inUse, onNotify));
    }
}
