package dev.oneping.bench;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The Socket.IO program of {@code src/bench/peer} with a Redis of its own, set as the service's. Its packages are
 * installed by npm at the first use.
 */
final class SocketIoPeer implements Peer {

    private static final String KEY = "op_bench_0123456789abcdef0123456789abcdef";
    private static final int INSTALL_MINUTES = 5;

    private final Path data;
    private final EmbeddedRedis redis;
    private final PeerProcess process;
    private final Service service;

    private SocketIoPeer(Path data, EmbeddedRedis redis, PeerProcess process, Service service) {
        this.data = data;
        this.redis = redis;
        this.process = process;
        this.service = service;
    }

    /**
     * Starts the program.
     *
     * @throws IllegalStateException with a sentence if Node is missing or its packages cannot be installed
     */
    static SocketIoPeer start(Path home) throws IOException {
        Path project = home.resolve("src/bench/peer");
        install(project);
        Path data = Files.createTempDirectory("oneping-bench");
        EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
        int port = PeerProcess.freePort();
        Map<String, String> environment = Map.of(
                "NODE_ENV", "production", "REDIS_URL", redis.uri(), "API_KEY", KEY, "PORT", Integer.toString(port));
        PeerProcess process = PeerProcess.start(
                project, data.resolve("peer.log").toFile(), port, environment, List.of("node", "server.js"));
        return new SocketIoPeer(data, redis, process, new Service(URI.create("http://127.0.0.1:" + port), KEY));
    }

    private static void install(Path project) {
        if (!runs(project, "node", "--version") || !runs(project, "npm", "--version")) {
            throw new IllegalStateException(
                    "The Socket.IO program needs Node 20 or newer with npm on the PATH: install both, and start again.");
        }
        if (!Files.isRegularFile(project.resolve("node_modules/.package-lock.json"))
                && !runs(project, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")) {
            throw new IllegalStateException("npm could not install the packages of " + project
                    + ": go online once, and run 'npm ci' there to see why.");
        }
    }

    private static boolean runs(Path project, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException missing) {
            return false;
        }
    }

    @Override
    public String name() {
        return "Socket.IO + Redis";
    }

    @Override
    public Protocol protocol() {
        return new SocketIoProtocol(service);
    }

    @Override
    public List<Watched> processes() {
        List<Watched> processes = new ArrayList<>(List.of(new Watched("service", process.handle())));
        processes.addAll(Sockets.now().server("redis", redis.port(), new BenchReport()));
        return processes;
    }

    @Override
    public OptionalInt redisPort() {
        return OptionalInt.of(redis.port());
    }

    @Override
    public void close() throws IOException {
        process.close();
        redis.close();
        Folders.delete(data);
    }
}
