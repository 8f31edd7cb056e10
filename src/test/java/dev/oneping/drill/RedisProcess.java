package dev.oneping.drill;

import dev.oneping.crash.ServiceProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A {@code redis-server} with an append-only file, in a process that can be stopped, killed and started again. */
final class RedisProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private Process process;

    private RedisProcess(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static RedisProcess start(Path folder) throws IOException {
        Files.createDirectories(folder);
        int port = ServiceProcess.freePort();
        RedisProcess redis = new RedisProcess(folder, port, run(folder, port));
        redis.awaitAnswer();
        return redis;
    }

    int port() {
        return port;
    }

    /** Sends the process a signal by name. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Kills it, and starts another one on its data and its port. */
    void restart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = run(folder, port);
        awaitAnswer();
    }

    /** Sends one command, inline, and returns the first line of the reply; not by way of the proxy. */
    String command(String line) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8);
        }
    }

    /** Sends one command and does not wait for the reply. The connection stays open until it is closed. */
    Socket begin(String line) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    @Override
    public void close() throws InterruptedException, IOException {
        signal("CONT");
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private void awaitAnswer() {
        Awaitility.await()
                .atMost(START)
                .ignoreExceptions()
                .until(() -> command("PING").startsWith("+PONG"));
    }

    private static Process run(Path folder, int port) throws IOException {
        return new ProcessBuilder(
                        "redis-server",
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec",
                        "--save",
                        "",
                        "--busy-reply-threshold",
                        "500",
                        "--enable-debug-command",
                        "yes")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
    }
}
