package dev.oneping.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The real Pushpin of the {@code PATH}, before one service. As a test resource it only takes ports, and tells the service of
 * them; {@link #before} then starts it, when it is known where the service listens.
 */
public final class Pushpin implements QuarkusTestResourceLifecycleManager, AutoCloseable {

    /** The proxy's signing key. */
    public static final String KEY = "a key that only this test and its proxy know";

    private static final String PORT = "oneping.testing.pushpin.port";
    private static final String CONTROL = "oneping.testing.pushpin.control";
    private static final Path INTERNAL = Path.of("/usr/lib/pushpin/internal.conf");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private int port;
    private Process process;
    private Path folder;

    /** Returns whether Pushpin is installed. Debian's packages {@code pushpin} and {@code zurl} bring it. */
    public static boolean isInstalled() {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "pushpin")));
        return found && Files.isReadable(INTERNAL);
    }

    @Override
    public Map<String, String> start() {
        int control = freePort();
        return Map.of(
                PORT,
                Integer.toString(freePort()),
                CONTROL,
                Integer.toString(control),
                "oneping.grip.proxies.pushpin.key",
                KEY,
                "oneping.grip.proxies.pushpin.issuer",
                "pushpin",
                "oneping.grip.proxies.pushpin.control-uris",
                "http://127.0.0.1:" + control + "/publish/");
    }

    @Override
    public void stop() {
        // Whoever started it ends it.
    }

    /** Starts it before the service on that port; it takes connections when this returns. */
    public static Pushpin before(int origin) {
        Pushpin pushpin = new Pushpin();
        pushpin.port = configured(PORT);
        try {
            pushpin.folder = Files.createTempDirectory("oneping-pushpin");
            pushpin.configure(origin, configured(CONTROL));
            pushpin.process = new ProcessBuilder(
                            "pushpin", "--config=" + pushpin.folder.resolve("pushpin.conf"), "--merge-output")
                    .redirectErrorStream(true)
                    .redirectOutput(pushpin.folder.resolve("output").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(pushpin.process::destroy));
        try {
            pushpin.awaitService();
        } catch (ConditionTimeoutException late) {
            String output = pushpin.output();
            pushpin.close();
            throw new AssertionError(output, late);
        }
        return pushpin;
    }

    /** Returns the URL for clients. */
    public int port() {
        return port;
    }

    /** Returns whether it is running. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns its output. */
    public String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it; nothing happens if it was ended before. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configure(int origin, int control) throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.createDirectories(folder.resolve("log"));
        Files.writeString(
                folder.resolve("internal.conf"),
                Files.readString(INTERNAL).replace("ipc:///var/run/zurl/zurl-", "ipc://{rundir}/{ipc_prefix}zurl-"));
        Files.writeString(
                folder.resolve("routes"),
                "*,path_beg=/v1/connect,proto=ws 127.0.0.1:%1$d,over_http%n* 127.0.0.1:%1$d%n".formatted(origin));
        Files.writeString(folder.resolve("pushpin.conf"), """
                [global]
                include=%1$s/internal.conf
                rundir=%1$s/run
                ipc_prefix=pushpin-

                [runner]
                services=condure,zurl,pushpin-proxy,pushpin-handler
                http_port=127.0.0.1:%2$d
                logdir=%1$s/log
                log_level=2

                [proxy]
                routesfile=routes
                debug=true
                sig_iss=pushpin
                sig_key=%4$s
                updates_check=off

                [handler]
                push_in_spec=ipc://{rundir}/{ipc_prefix}push-in
                push_in_sub_specs=ipc://{rundir}/{ipc_prefix}push-in-sub
                push_in_http_addr=127.0.0.1
                push_in_http_port=%3$d
                stats_spec=ipc://{rundir}/{ipc_prefix}stats
                command_spec=ipc://{rundir}/{ipc_prefix}command
                """.formatted(folder, port, control, KEY));
    }

    /** Its parts find each other one after the other; a request that comes too early is lost among them. */
    private void awaitService() {
        Awaitility.await("Pushpin, as far as the service").atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("Pushpin has ended: " + output());
            }
            return accepts(configured(CONTROL)) && answers();
        });
    }

    private boolean answers() {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            URI anything = URI.create("http://127.0.0.1:" + port + "/v1/connect");
            HttpRequest request = HttpRequest.newBuilder(anything)
                    .timeout(Duration.ofSeconds(1))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 426;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int configured(String name) {
        return ConfigProvider.getConfig().getValue(name, Integer.class);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
