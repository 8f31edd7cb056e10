package dev.oneping.redis.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running embedded {@code redis-server} on a free loopback port, with its data in an append-only file in a folder.
 *
 * <p>Guarantees: one server at a time for a folder; the data of a server that ended, in whatever way, is available when
 * the next one starts (the last second may be missing if the machine itself died); the server ends with this JVM, even
 * if that is killed. Intended for a development machine: no replicas, loopback interface only.
 */
public final class EmbeddedRedis implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    /** Long, because a big append-only file has to be loaded first. */
    private static final ProcessWait START = new ProcessWait(Duration.ofSeconds(60));

    private static final ProcessWait END = new ProcessWait(Duration.ofSeconds(30));
    private static final int PORTS_TO_TRY = 5;

    private final DataFolder folder;
    private final Optional<String> password;
    private final GuardedServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedRedis(DataFolder folder, Optional<String> password, GuardedServer server, int port) {
        this.folder = folder;
        this.password = password;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a server over a folder and waits until it serves.
     *
     * @param data the data folder, created if it does not exist; data of an earlier server is kept
     * @throws RedisStartException with one sentence for the operator
     */
    public static EmbeddedRedis start(Path data, RedisBinary binary) {
        return start(data, binary, false);
    }

    /**
     * Starts a server with a password, so that no other user of the machine can read what it stores. The password is generated once
     * for a folder, and stored in a file there that only its owner can read.
     *
     * @throws RedisStartException with one sentence for the operator
     */
    public static EmbeddedRedis startWithPassword(Path data, RedisBinary binary) {
        return start(data, binary, true);
    }

    private static EmbeddedRedis start(Path data, RedisBinary binary, boolean withPassword) {
        var folder = DataFolder.lock(data);
        try {
            OrphanedServer.stop(folder);
            if (withPassword) {
                folder.createPassword();
            }
            return start(folder, binary);
        } catch (IOException e) {
            throw closing(
                    folder, new RedisStartException("Redis cannot be started over " + folder.path() + ": " + e, e));
        } catch (RedisStartException e) {
            throw closing(folder, e);
        }
    }

    private static EmbeddedRedis start(DataFolder folder, RedisBinary binary) throws IOException {
        var program = binary.locate(folder.path());
        refuseDowngrade(folder, program);
        for (int attempt = 1; attempt <= PORTS_TO_TRY; attempt++) {
            int port = freePort();
            folder.rememberPort(port);
            var redis = new EmbeddedRedis(folder, folder.password(), GuardedServer.start(program, folder, port), port);
            if (redis.serves()) {
                return redis;
            }
        }
        throw new RedisStartException("Redis found each of " + PORTS_TO_TRY
                + " free ports taken by another program the moment it opened it: start again.");
    }

    /** Rejects a version before 7 on data of a newer one, which it would ignore and start empty. */
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

    /** Waits until commands are served; false if another program took the port in between. */
    private boolean serves() throws IOException {
        try {
            START.await(() -> pings() || server.failed() || portWasTaken(), () -> failed("it does not respond"));
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
        try (var probe = RedisProbe.connect(port, password, Duration.ofSeconds(1))) {
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
        return new RedisStartException("Redis cannot be started over " + folder.path() + ": " + how + "; see its log "
                + folder.logFile() + ".");
    }

    /** Returns the address to connect to, always the loopback one. */
    public String host() {
        return LOOPBACK;
    }

    /** Returns the port to connect to; a different one at every start. */
    public int port() {
        return port;
    }

    /** Returns the address as a Redis URI, with the password if there is one. */
    public String uri() {
        return "redis://" + password.map(it -> ":" + it + "@").orElse("") + LOOPBACK + ":" + port;
    }

    /** Stops the server, with its data safely on disk, and unlocks the folder. Idempotent. */
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
