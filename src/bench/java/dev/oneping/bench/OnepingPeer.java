package dev.oneping.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service with its embedded Redis, as {@code ./oneping run} starts it. */
final class OnepingPeer implements Peer {

    private static final Pattern ALLOCATED = Pattern.compile("(?m)^jvm_gc_memory_allocated_bytes_total\\S* (\\S+)");
    private static final String KEY = "op_bench_0123456789abcdef0123456789abcdef";

    private final Path data;
    private final PeerProcess process;
    private final Service service;
    private final HttpClient http = HttpClient.newHttpClient();

    private OnepingPeer(Path data, PeerProcess process, Service service) {
        this.data = data;
        this.process = process;
        this.service = service;
    }

    /**
     * Starts the service.
     *
     * @param home the folder of the project, in which it is built
     */
    static OnepingPeer start(Path home) throws IOException {
        Path data = Files.createTempDirectory("oneping-bench");
        int port = PeerProcess.freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The launcher gives the driver the same options as the service.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "-Dquarkus.profile=local",
                "-Dquarkus.http.port=" + port,
                "-Doneping.data=" + data,
                "-Doneping.dev-key=" + KEY,
                "-jar",
                home.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        PeerProcess process =
                PeerProcess.start(home, data.resolve("service.log").toFile(), port, Map.of(), command);
        return new OnepingPeer(data, process, new Service(URI.create("http://127.0.0.1:" + port), KEY));
    }

    @Override
    public String name() {
        return "oneping";
    }

    @Override
    public Protocol protocol() {
        return new OnepingProtocol(service);
    }

    @Override
    public List<Watched> processes() {
        List<Watched> processes = new ArrayList<>(List.of(new Watched("service", process.handle())));
        processes.addAll(Sockets.now().server("redis", redisPort().orElseThrow(), new BenchReport()));
        return processes;
    }

    @Override
    public OptionalInt redisPort() {
        try {
            return OptionalInt.of(Integer.parseInt(
                    Files.readString(data.resolve("redis.port")).strip()));
        } catch (IOException e) {
            throw new IllegalStateException("the embedded Redis has not noted its port", e);
        }
    }

    @Override
    public Optional<String> redisPassword() {
        try {
            return Files.readAllLines(data.resolve("redis.conf")).stream()
                    .filter(line -> line.startsWith("requirepass "))
                    .map(line -> line.substring("requirepass ".length()))
                    .findFirst();
        } catch (IOException e) {
            throw new IllegalStateException("the embedded Redis has not noted its password", e);
        }
    }

    /** By the garbage collector's own count, so in steps of one young generation. */
    @Override
    public OptionalLong allocated() {
        try {
            HttpRequest request = HttpRequest.newBuilder(service.address().resolve("/q/metrics"))
                    .build();
            Matcher counted = ALLOCATED.matcher(
                    http.send(request, BodyHandlers.ofString()).body());
            return counted.find() ? OptionalLong.of((long) Double.parseDouble(counted.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
        int redis = redisPort().orElseThrow();
        process.close();
        // Redis ends a little later, and removes files of its own.
        PeerProcess.awaitEnd(redis);
        Folders.delete(data);
    }
}
