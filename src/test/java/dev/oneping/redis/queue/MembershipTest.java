package dev.oneping.redis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.Shard;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats by {@code redis/heartbeat.lua}, and the ownership of shards. */
class MembershipTest {

    @TempDir
    Path data;

    private EmbeddedRedis server;
    private RedisRig rig;

    @BeforeEach
    void start() {
        server = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
        rig = new RedisRig(server.uri());
    }

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    @Test
    void shouldLookAfterEverythingAlone() {
        Membership alone = node();

        assertEquals(64, rig.shards().all().stream().filter(alone::owns).count());
    }

    @Test
    void shouldShareEveryShardOutToExactlyOneNode() {
        List<Membership> nodes = List.of(node(), node(), node());
        nodes.forEach(node -> node.heartbeat().await().indefinitely());

        for (Shard shard : rig.shards().all()) {
            assertEquals(1, nodes.stream().filter(node -> node.owns(shard)).count(), shard::toString);
        }
        for (Membership node : nodes) {
            assertTrue(rig.shards().all().stream().anyMatch(node::owns), "a node has nothing to do");
        }
    }

    @Test
    void shouldForgetANodeThatWasSilentForLongerThanItsLease() {
        NodeId dead = NodeId.create(Instant.now());
        rig.redis()
                .command(Command.ZADD, "oneping:nodes", System.currentTimeMillis() - 1, dead)
                .await()
                .indefinitely();

        Membership node = node();

        assertFalse(node.lives(dead));
        assertEquals(64, rig.shards().all().stream().filter(node::owns).count());
    }

    private Membership node() {
        Membership node = new Membership(rig.redis(), NodeId.create(Instant.now()));
        node.heartbeat().await().indefinitely();
        return node;
    }
}
