package dev.oneping.redis.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running {@code redis-server} of our own on a free loopback port, its data kept in a folder by an append-only file.
 *
 * <p>What is promised: one server at a time for one folder; the data of a server that ended, in whatever way, is there when
 * the next one starts (the last second may be missing if the machine itself died); the server ends with this JVM, even if
 * that is killed. It is meant for one developer's machine: no password, no copies, only for the loopback interface.
 */
public final class EmbeddedRedis implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    /** Long, for a big append-only file has to be read first. */
    private static final ProcessWait START = new ProcessWait(Duration.ofSeconds(60));

    private static final ProcessWait END = new ProcessWait(Duration.ofSeconds(30));
    private static final int PORTS_TO_TRY = 5;

    private final DataFolder folder;
    private final GuardedServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedRedis(DataFolder folder, GuardedServer server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a server over a folder and waits until it serves.
     *
     * @param data made if it does not exist; what an earlier server kept there is served again
     * @throws RedisStartException with one sentence for the person at the terminal
     */
    public static EmbeddedRedis start(Path data, RedisBinary binary) {
        var folder = DataFolder.lock(data);
        try {
            return start(folder, binary);
        } catch (IOException e) {
            throw closing(
                    folder, new RedisStartException("Redis cannot be started over " + folder.path() + ": " + e, e));
        } catch (RedisStartException e) {
            throw closing(folder, e);
        }
    }

    private static EmbeddedRedis start(DataFolder folder, RedisBinary binary) throws IOException {
        OrphanedServer.stop(folder);
        var program = binary.locate(folder.path());
        refuseDowngrade(folder, program);
        for (int attempt = 1; attempt <= PORTS_TO_TRY; attempt++) {
            int port = freePort();
            folder.rememberPort(port);
            var redis = new EmbeddedRedis(folder, GuardedServer.start(program, folder, port), port);
            if (redis.serves()) {
                return redis;
            }
        }
        throw new RedisStartException("Redis found each of " + PORTS_TO_TRY
                + " free ports taken by another program the moment it opened it: start again.");
    }

    /** A version before 7 would not see what a newer one wrote, and would start empty. */
    private static void refuseDowngrade(DataFolder folder, Path program) throws IOException {
        if (folder.hasNewFormat() && RedisBinary.majorVersion(program) < 7) {
            throw new RedisStartException("The data in " + folder.path() + " was written by Redis 7 or newer, and "
                    + program + " is older: put the newer redis-server on the PATH, or choose another folder with "
                    + "-Doneping.data=<folder>.");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    /** Waits until commands are served; false if somebody else took the port in between. */
    private boolean serves() throws IOException {
        try {
            START.await(() -> pings() || server.failed() || portWasTaken(), () -> failed("it does not answer"));
            if (pings()) {
                server.serves();
                return true;
            }
            if (portWasTaken()) {
                server.release();
                return false;
            }
            throw failed("it ended at once");
        } catch (RedisStartException e) {
            server.release();
            throw e;
        }
    }

    private boolean pings() {
        try (var probe = RedisProbe.connect(LOOPBACK, port, Duration.ofSeconds(1))) {
            return probe.ping();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean portWasTaken() throws IOException {
        return Files.exists(folder.logFile())
                && Files.readString(folder.logFile()).contains("Failed listening on port");
    }

    private RedisStartException failed(String how) {
        return new RedisStartException("Redis cannot be started over " + folder.path() + ": " + how
                + "; its own words are in " + folder.logFile() + ".");
    }

    /** The address to connect to, always the loopback one. */
    public String host() {
        return LOOPBACK;
    }

    /** The port to connect to; another one at every start. */
    public int port() {
        return port;
    }

    /** The address as Quarkus and every Redis client take it. */
    public String uri() {
        return "redis://" + LOOPBACK + ":" + port;
    }

    /** Ends the server, its data safely on disk, and gives the folder back. Closing twice does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try (folder) {
            server.release();
            END.await(server::ended, () -> failed("it does not end"));
        } catch (IOException e) {
            throw new RedisStartException("Redis over " + folder.path() + " cannot be ended: " + e, e);
        }
    }

    private static RedisStartException closing(DataFolder folder, RedisStartException reason) {
        try {
            folder.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }
}
