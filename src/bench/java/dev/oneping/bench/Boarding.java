package dev.oneping.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.List;
import java.util.function.Consumer;

/** Connects devices, one after the other: a token for each by HTTP where the service wants one, then its socket. Belongs to one event loop. */
final class Boarding {

    private static final int TRIES = 10;
    private static final long PAUSE_MS = 500;

    private final Vertx vertx;
    private final Protocol protocol;
    private final Consumer<String> onNotify;
    private final Calls calls;
    private final WebSocketClient sockets;

    /** Devices that are connected by this one tell of their notifications to that. */
    Boarding(Vertx vertx, Protocol protocol, Consumer<String> onNotify) {
        this.vertx = vertx;
        this.protocol = protocol;
        this.onNotify = onNotify;
        this.calls = new Calls(vertx, protocol.service());
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(Integer.MAX_VALUE));
    }

    /** Complete when all are welcomed. The first device of each person is in use, the others are in a pocket. */
    Future<Void> all(List<BenchUser> people, int devicesEach) {
        Future<Void> done = Future.succeededFuture();
        for (BenchUser person : people) {
            for (int number = 0; number < devicesEach; number++) {
                String device = "device-" + number;
                boolean inUse = number == 0;
                done = done.compose(ignored -> one(person, device, inUse));
            }
        }
        return done;
    }

    private Future<Void> one(BenchUser person, String device, boolean inUse) {
        return tried(person, device, inUse, TRIES);
    }

    /** A service that has just started may be too busy for the first; as every device does, this one then comes back. */
    private Future<Void> tried(BenchUser person, String device, boolean inUse, int left) {
        return protocol.connect(calls, person, device)
                .compose(options -> BenchDevice.connect(
                        sockets, protocol, options, protocol.greeting(person, device, inUse), onNotify))
                .recover(failure -> left == 1
                        ? Future.failedFuture(failure)
                        : pause().compose(ignored -> tried(person, device, inUse, left - 1)));
    }

    private Future<Void> pause() {
        Promise<Void> over = Promise.promise();
        vertx.setTimer(PAUSE_MS, ignored -> over.complete());
        return over.future();
    }
}
