package dev.oneping.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy that a test can cut, stall, or redirect to another port. */
public final class CuttableProxy implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<NetSocket> silent = ConcurrentHashMap.newKeySet();
    private final Set<NetSocket> servers = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile int target;

    /** To a port of this machine. */
    public CuttableProxy(int target) {
        this.target = target;
        server = await(vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    }

    /** Returns the address for Redis clients. */
    public String uri() {
        return "redis://127.0.0.1:" + server.actualPort();
    }

    /** Returns the proxy's port on this machine. */
    public int port() {
        return server.actualPort();
    }

    /** Closes every connection and leads new ones to another port. */
    public void leadTo(int port) {
        target = port;
        cut();
    }

    /** Closes every connection. */
    public void cut() {
        sockets.forEach(NetSocket::close);
    }

    /** Returns the number of open connections: two per client, its own and the upstream one. */
    public int connections() {
        return sockets.size();
    }

    /** Lets no byte through any more on the connections that stand, and does not close them. */
    public void stall() {
        sockets.forEach(NetSocket::pause);
    }

    /**
     * Swallows every byte on the connections that stand: to either side the other one has gone silent, and is still there.
     * Unlike {@link #stall()}, it sees when a side gives up and closes.
     */
    public void swallow() {
        sockets.forEach(socket -> socket.handler(ignored -> {}));
        silent.addAll(sockets);
    }

    /**
     * Swallows what the server says on the connections that stand; what clients say still arrives there. Connections that
     * are opened later work.
     */
    public void loseReplies() {
        servers.forEach(socket -> socket.handler(ignored -> {}));
    }

    /** Returns the number of black-holed connections that are still open. */
    public int swallowing() {
        return silent.size();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
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
        servers.add(far);
        track(near, far);
        track(far, near);
    }

    private void track(NetSocket from, NetSocket to) {
        sockets.add(from);
        from.handler(to::write);
        from.closeHandler(ended -> {
            sockets.remove(from);
            silent.remove(from);
            servers.remove(from);
            if (sockets.contains(to)) {
                to.close();
            }
        });
    }
}
