package dev.oneping.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged service in a process of its own, on a Redis that outlives it. */
public final class ServiceProcess implements AutoCloseable {

    /** The API key of the started service. */
    public static final String KEY = "a-key-that-only-this-test-uses";

    private static final Duration START = Duration.ofMinutes(3);

    private static final String MANAGEMENT = "-Doneping.management.port=";

    private final Process process;
    private final URI url;
    private final URI management;

    private ServiceProcess(Process process, URI url, URI management) {
        this.process = process;
        this.url = url;
        this.management = management;
    }

    /** Starts it with some settings more, each as {@code -Dname=value}, and waits until it is ready. */
    public static ServiceProcess start(String redis, int port, Path folder, String... settings) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.profile=local",
                "-Dquarkus.http.port=" + port,
                "-Doneping.data=" + folder));
        words.addAll(List.of(settings));
        words.addAll(List.of("-jar", System.getProperty("oneping.app", "target/quarkus-app/quarkus-run.jar")));
        ProcessBuilder command = new ProcessBuilder(words);
        command.environment().put("QUARKUS_REDIS_HOSTS", redis);
        command.environment().put("ONEPING_DEV_KEY", KEY);
        command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("service-" + port + ".log").toFile());
        String management = words.stream()
                .filter(word -> word.startsWith(MANAGEMENT))
                .map(word -> word.substring(MANAGEMENT.length()))
                .findFirst()
                .orElse(Integer.toString(port));
        ServiceProcess service = new ServiceProcess(
                command.start(), URI.create("http://localhost:" + port), URI.create("http://localhost:" + management));
        Awaitility.await()
                .atMost(START)
                .failFast("the service has ended; its words are in " + folder, () -> !service.process.isAlive())
                .ignoreExceptions()
                .until(service::isReady);
        return service;
    }

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Its address. */
    public URI url() {
        return url;
    }

    /** The address of health checks and metrics. */
    URI management() {
        return management;
    }

    /** Returns whether the process is alive, even if paused. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as {@code kill -9} does: at once, wherever it is. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends it a signal by name, such as {@code STOP}. */
    public void signal(String name) throws IOException, InterruptedException {
        int answer = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (answer != 0) {
            throw new IOException("kill -" + name + " answered " + answer);
        }
    }

    /** Asks it to end, as whoever runs it does before killing it. */
    public void terminate() {
        process.destroy();
    }

    /** Its exit code; none if it has not ended within that time. */
    public OptionalInt awaitExit(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** Returns whether its readiness check succeeds. */
    boolean saysItIsReady() {
        try {
            return isReady();
        } catch (IOException gone) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without a good-bye, for that takes its time; {@link StoppedServiceIT} is about it. */
    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private boolean isReady() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(management.resolve("/q/health/ready")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        }
    }
}
