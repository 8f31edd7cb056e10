package dev.oneping.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.testing.RedisClusterProcess;
import dev.oneping.testing.RedisClusterProcess.Node;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service on a Redis Cluster of three masters and three replicas, while slots and masters change. */
class RedisClusterIT {

    private static final int SLOTS_MOVED = 24;

    private final Escalations escalations = new Escalations();

    @TempDir
    private Path folder;

    private RedisClusterProcess cluster;

    @BeforeEach
    void start() {
        cluster = RedisClusterProcess.start(3, true);
    }

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void shouldLoseNothingWhileSlotsMoveAndAReplicaIsPromoted() throws Exception {
        try (ServiceProcess service = service("-Doneping.notify.rules=" + Escalations.rules(folder))) {
            List<URI> nodes = List.of(service.url());
            escalations.connectEverybody(nodes);

            escalations.notifyEverybody(nodes, () -> {
                moveShards();
                promote(cluster.nodes().get(3));
            });

            escalations.assertNothingIsLost(service.url());
        }
    }

    /** What the replica had not received is lost; see the guarantees. The service itself goes through it. */
    @Test
    void shouldServeAgainWhenAMasterIsKilled() throws Exception {
        try (ServiceProcess service = service()) {
            ServiceApi api = new ServiceApi(service.url());
            Answers answers = new Answers(service.url(), api);
            answers.awaitAll();

            cluster.nodes().get(1).kill();

            answers.awaitAll();
            assertEquals(List.of(), answers.faults());
        }
    }

    private ServiceProcess service(String... settings) throws Exception {
        String[] all = java.util.Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "-Dquarkus.redis.client-type=cluster";
        return ServiceProcess.start(cluster.nodes().getFirst().uri(), ServiceProcess.freePort(), folder, all);
    }

    /** Moves the slots of shards, as the first one of the cluster's tools would: each to the next master. */
    private void moveShards() {
        for (int shard = 0; shard < SLOTS_MOVED; shard++) {
            int slot = Integer.parseInt(cluster.nodes()
                    .getFirst()
                    .ask("CLUSTER", "KEYSLOT", "{s" + shard + "}")
                    .getFirst());
            Node from = cluster.masterOf(slot);
            int place = cluster.nodes().indexOf(from);
            cluster.moveSlot(slot, cluster.nodes().get((place + 1) % 3));
        }
    }

    private void promote(Node replica) {
        replica.ask("CLUSTER", "FAILOVER");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.ask("ROLE").getFirst().equals("master"));
    }
}
