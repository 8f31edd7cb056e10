package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.testing.RedisClusterProcess;
import dev.oneping.testing.RedisClusterProcess.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a master with a replica, watched by three sentinels, when the master changes. */
class SentinelIT {

    private static final String NAME = "pings";

    private final RedisClusterProcess servers = RedisClusterProcess.empty();

    @TempDir
    private Path folder;

    private Node master;
    private List<Node> sentinels;

    @BeforeEach
    void start() {
        master = servers.startNode();
        Node replica = servers.startNode("--replicaof", "127.0.0.1 " + master.port());
        await().until(() -> replica.ask("INFO", "replication").getFirst().contains("master_link_status:up"));
        sentinels = IntStream.range(0, 3)
                .mapToObj(i -> servers.startSentinel(NAME, master.port(), 2))
                .toList();
        await().atMost(Duration.ofMinutes(1)).until(() -> sentinels.stream().allMatch(this::seesAll));
    }

    @AfterEach
    void end() {
        servers.close();
    }

    @Test
    void shouldFollowTheSentinelsWithoutARestart() throws Exception {
        String hosts = sentinels.stream().map(Node::uri).collect(Collectors.joining(","));
        try (ServiceProcess service = ServiceProcess.start(
                hosts,
                ServiceProcess.freePort(),
                folder,
                "-Dquarkus.redis.client-type=sentinel",
                "-Dquarkus.redis.master-name=" + NAME)) {
            Answers answers = new Answers(service.url(), new ServiceApi(service.url()));
            answers.awaitAll();

            sentinels.getFirst().ask("SENTINEL", "FAILOVER", NAME);
            await().atMost(Duration.ofMinutes(1)).until(() -> named() != master.port());
            answers.awaitAll();

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> master.ask("INFO", "replication").getFirst().contains("master_link_status:up"));
            int second = named();
            servers.nodes().stream()
                    .filter(node -> node.port() == second)
                    .findFirst()
                    .orElseThrow()
                    .kill();
            await().atMost(Duration.ofMinutes(1)).until(() -> named() == master.port());
            answers.awaitAll();

            assertEquals(List.of(), answers.faults());
        }
    }

    private int named() {
        return Integer.parseInt(sentinels
                .getLast()
                .ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME)
                .getLast());
    }

    private boolean seesAll(Node sentinel) {
        List<String> master = sentinel.ask("SENTINEL", "MASTER", NAME);
        return number(master, "num-other-sentinels") == 2 && number(master, "num-slaves") == 1;
    }

    private static int number(List<String> fields, String name) {
        return Integer.parseInt(fields.get(fields.indexOf(name) + 1));
    }
}
