package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.oneping.model.NodeId;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeChannelTest {

    private final RedisRig rig = new RedisRig();
    private final NodeId self = NodeId.create(Instant.now());
    private final NodeChannel channel = channel(RedisServer.shared().uri(), self);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldBringMessagesInOrder() {
        List<String> heard = new CopyOnWriteArrayList<>();
        channel.listen(heard::add);
        Awaitility.await().until(() -> send("hello"));

        for (int i = 0; i < 100; i++) {
            send("message " + i);
        }

        Awaitility.await().until(() -> heard.contains("message 99"));
        List<String> messages =
                heard.stream().filter(text -> text.startsWith("message")).toList();
        assertEquals(100, messages.size());
        assertEquals("message 0", messages.getFirst());
        assertEquals("message 99", messages.getLast());
    }

    @Test
    void shouldSayThatNobodyListens() {
        assertFalse(channel.send(NodeId.create(Instant.now()), "hello").await().indefinitely());
    }

    @Test
    void shouldListenAgainWhenItsConnectionWasCut() {
        List<String> heard = new CopyOnWriteArrayList<>();
        channel.listen(heard::add);
        Awaitility.await().until(() -> send("before"));

        rig.redis().command(Command.CLIENT, "KILL", "TYPE", "pubsub").await().indefinitely();

        Awaitility.await().until(() -> send("after"));
        Awaitility.await().until(() -> heard.contains("after"));
    }

    @Test
    void shouldListenAgainWhenItsConnectionHasGoneSilent() {
        try (CuttableProxy way = new CuttableProxy(RedisServer.shared().port())) {
            NodeId other = NodeId.create(Instant.now());
            List<String> heard = new CopyOnWriteArrayList<>();
            channel(way.uri(), other).listen(heard::add);
            Awaitility.await().until(() -> channel.send(other, "before").await().indefinitely());

            way.swallow();

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                channel.send(other, "after").await().indefinitely();
                return heard.contains("after");
            });
            Awaitility.await().until(() -> way.swallowing() == 0);
        }
    }

    private NodeChannel channel(String uri, NodeId node) {
        RedisOptions options = RedisServer.options(uri);
        return new NodeChannel(rig.vertx(), options, rig.redis(), node, RedisRig.config(RedisConfig.class));
    }

    private boolean send(String message) {
        return channel.send(self, message).await().indefinitely();
    }
}
