package dev.oneping.streams;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to Redis that a test can cut, stall, or lead to another port. */
final class CuttableProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile int target;

    CuttableProxy(int target) {
        this.target = target;
        server = TestChannels.await(
                vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    }

    String uri() {
        return "redis://127.0.0.1:" + server.actualPort();
    }

    /** Closes every connection and leads new ones to another port. */
    void leadTo(int port) {
        target = port;
        cut();
    }

    /** Closes every connection. */
    void cut() {
        sockets.forEach(NetSocket::close);
    }

    /** Lets no byte through any more on the connections that stand, and does not close them. */
    void stall() {
        sockets.forEach(NetSocket::pause);
    }

    @Override
    public void close() {
        TestChannels.await(vertx.close());
    }

    private void accept(NetSocket near) {
        near.pause();
        vertx.createNetClient().connect(target, "127.0.0.1").onComplete(result -> {
            if (result.failed()) {
                near.close();
                return;
            }
            join(near, result.result());
            near.resume();
        });
    }

    private void join(NetSocket near, NetSocket far) {
        track(near, far);
        track(far, near);
    }

    private void track(NetSocket from, NetSocket to) {
        sockets.add(from);
        from.handler(to::write);
        from.closeHandler(ended -> {
            sockets.remove(from);
            if (sockets.contains(to)) {
                to.close();
            }
        });
    }
}
