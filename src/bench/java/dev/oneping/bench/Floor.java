package dev.oneping.bench;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A {@link BareRelay} in a process of its own, with a Redis of its own set as the service's, to compare the service with on
 * the same machine in the same run. It ends when the driver does.
 */
final class Floor implements AutoCloseable {

    private static final int EVENT_LOOPS = 2;

    private final Process process;
    private final Service service;

    private Floor(Process process, Service service) {
        this.process = process;
        this.service = service;
    }

    /** Starts it, and waits until it serves. */
    static Floor start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The launcher gives the driver the same options as the service.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Floor.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader words = process.inputReader(StandardCharsets.UTF_8);
        String port = words.readLine();
        if (port == null) {
            throw new IllegalStateException("The bare relay did not start.");
        }
        return new Floor(process, new Service(URI.create("http://127.0.0.1:" + port), "none"));
    }

    Service service() {
        return service;
    }

    /** The process ends with its input. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /** The entry of the other process: prints its port as soon as it serves, and serves until its input ends. */
    public static void main(String... args) throws IOException {
        Path data = Files.createTempDirectory("oneping-floor");
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED)) {
            Vertx vertx = Vertx.vertx(
                    new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true));
            int port = freePort();
            ConcurrentMap<String, ServerWebSocket> sockets = new ConcurrentHashMap<>();
            vertx.deployVerticle(
                            () -> new BareRelay(redis.uri(), port, sockets),
                            new DeploymentOptions().setInstances(EVENT_LOOPS))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            System.out.println(port);
            System.in.transferTo(OutputStream.nullOutputStream());
            vertx.close().toCompletionStage().toCompletableFuture().join();
        } finally {
            Folders.delete(data);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
