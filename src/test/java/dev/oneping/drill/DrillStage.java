package dev.oneping.drill;

import dev.oneping.crash.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;

/** The processes of a drill: a Redis, a proxy in front of it for each of two nodes, and the nodes. */
final class DrillStage implements AutoCloseable {

    /** Goes from device to device every two seconds, often enough to outlive any interruption. */
    private static final String RULES = """
            language: 1
            name: drill
            policies:
              default:
                steps:
                  - to: attentive_device
                  - to: next_device
                ack_window: {low: 2s, normal: 2s, high: 2s, critical: 2s}
                ring: [normal, high, critical]
                max_rounds: 20
                afterwards: exhaust
            scores:
              - rule: active
                when: device.attention == active
                score: 1000
            otherwise: hold
            """;

    final Path folder;
    final RedisProcess redis;
    final FaultProxy firstWay;
    final FaultProxy secondWay;
    private final Path rules;
    private volatile ServiceProcess first;
    private volatile ServiceProcess second;

    private DrillStage(Path folder) throws Exception {
        this.folder = folder;
        this.rules = Files.writeString(folder.resolve("rules.yaml"), RULES);
        this.redis = RedisProcess.start(folder.resolve("redis"));
        this.firstWay = new FaultProxy(redis.port());
        this.secondWay = new FaultProxy(redis.port());
        try (ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ServiceProcess> one = starts.submit(() -> node(firstWay));
            Future<ServiceProcess> other = starts.submit(() -> node(secondWay));
            this.first = one.get();
            this.second = other.get();
        }
    }

    static DrillStage start(Path folder) throws Exception {
        return new DrillStage(folder);
    }

    ServiceProcess first() {
        return first;
    }

    ServiceProcess second() {
        return second;
    }

    /** Returns the addresses of the nodes. */
    List<URI> nodes() {
        return List.of(first.url(), second.url());
    }

    /** Does something to the way of either node to Redis. */
    void ways(Fault<FaultProxy> change) throws Exception {
        change.happen(firstWay);
        change.happen(secondWay);
    }

    /** Starts another process in the place of the first node, with some settings more. */
    void replaceFirst(String... settings) throws IOException {
        first = node(firstWay, settings);
    }

    /** Does the same for the second node. */
    void replaceSecond(String... settings) throws IOException {
        second = node(secondWay, settings);
    }

    @Override
    public void close() throws Exception {
        first.kill();
        second.kill();
        firstWay.close();
        secondWay.close();
        redis.close();
    }

    private ServiceProcess node(FaultProxy way, String... settings) throws IOException {
        String[] all = new String[settings.length + 1];
        System.arraycopy(settings, 0, all, 0, settings.length);
        all[settings.length] = "-Doneping.notify.rules=" + rules;
        return ServiceProcess.start(way.uri(), ServiceProcess.freePort(), folder, all);
    }

    /** Waits for a time that belongs to the fault. */
    static void last(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusMinutes(1)).until(() -> true);
    }

    /** A step that may fail. */
    @FunctionalInterface
    interface Fault<T> {
        void happen(T on) throws Exception;
    }
}
