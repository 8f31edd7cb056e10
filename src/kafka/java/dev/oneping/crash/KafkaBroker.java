package dev.oneping.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;

/** A Kafka broker (and controller) in a process of its own; its data outlives the process. */
final class KafkaBroker implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final String CLUSTER = "b25lcGluZy1vbmVwaW5nIQ";

    private final Path folder;
    private final Path settings;
    private final String address;
    private Process process;

    private KafkaBroker(Path folder, Path settings, String address, Process process) {
        this.folder = folder;
        this.settings = settings;
        this.address = address;
        this.process = process;
    }

    /** Starts a broker with its data in a folder, and waits until it answers. */
    static KafkaBroker start(Path folder) throws IOException, InterruptedException {
        int controller = ServiceProcess.freePort();
        String address = "127.0.0.1:" + ServiceProcess.freePort();
        Path settings = Files.writeString(
                folder.resolve("broker.properties"), """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://%1$s,CONTROLLER://127.0.0.1:%2$d
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                """.formatted(address, controller, folder.resolve("logs")));
        int formatted = run(
                        folder,
                        "kafka.tools.StorageTool",
                        List.of("format", "--cluster-id", CLUSTER, "--config", settings.toString()))
                .waitFor();
        if (formatted != 0) {
            throw new IOException("the broker's folder cannot be formatted; its words are in " + folder);
        }
        KafkaBroker broker = new KafkaBroker(folder, settings, address, serve(folder, settings));
        broker.await();
        return broker;
    }

    /** Returns the address for clients. */
    String address() {
        return address;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Restarts the broker with its data. */
    void restart() throws IOException {
        process = serve(folder, settings);
        await();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private void await() {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address))) {
            Awaitility.await()
                    .atMost(START)
                    .failFast("the broker has ended; its words are in " + folder, () -> !process.isAlive())
                    .ignoreExceptions()
                    .until(() -> !admin.describeCluster().nodes().get().isEmpty());
        }
    }

    private static Process serve(Path folder, Path settings) throws IOException {
        return run(folder, "kafka.Kafka", List.of(settings.toString()));
    }

    private static Process run(Path folder, String program, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program));
        command.addAll(words);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
    }
}
