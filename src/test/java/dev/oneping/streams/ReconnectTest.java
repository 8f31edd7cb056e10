package dev.oneping.streams;

import static dev.oneping.streams.Received.awaitAtMost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisServer;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconnectTest {

    private final CuttableProxy proxy = new CuttableProxy(RedisServer.shared().port());

    @Test
    void shouldResumeAfterRedisRestarts(@TempDir Path data) {
        EmbeddedRedis before = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
        proxy.leadTo(before.port());
        try (TestChannels channels = new TestChannels(proxy.uri())) {
            channels.append(channels.stream, 0, 10);
            Received received = channels.receive().keepingAll().await(10);

            before.close();
            proxy.cut();
            awaitAtMost().until(() -> !received.inbound.isReady());
            received.messages.get(0).ack();
            try (EmbeddedRedis after = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED)) {
                proxy.leadTo(after.port());
                awaitAtMost().until(received.inbound::isReady);
                awaitAtMost().ignoreExceptions().until(() -> channels.pending() == 9);
                channels.append(channels.stream, 10, 11);

                received.await(11);
                assertEquals(10, received.numbers().get(10));
            }
        }
        proxy.close();
    }

    @Test
    void shouldLoseNothingWhenTheConnectionIsCutRepeatedly() {
        try (TestChannels direct = new TestChannels();
                TestChannels channels = new TestChannels(proxy.uri())) {
            Received received = channels.receive("max-in-flight", "32").acknowledgingAll();
            for (int round = 0; round < 20; round++) {
                direct.append(channels.stream, round * 100, round * 100 + 100);
                proxy.cut();
            }

            awaitAtMost().until(() -> distinct(received) == 2000);
            awaitAtMost().ignoreExceptions().until(() -> channels.pending() == 0);
        }
        proxy.close();
    }

    @Test
    void shouldDropAnUnresponsiveConnection() {
        try (TestChannels direct = new TestChannels();
                TestChannels channels = new TestChannels(proxy.uri())) {
            Received received = channels.receive("timeout-ms", "200", "claim-idle-ms", "100")
                    .acknowledgingAll();
            awaitAtMost().until(received.inbound::isReady);

            proxy.stall();
            direct.append(channels.stream, 0, 1);

            assertEquals(0, received.await(1).numbers().get(0));
        }
        proxy.close();
    }

    @Test
    void shouldRecreateTheGroupWhenRedisLostIt() {
        try (TestChannels channels = new TestChannels()) {
            Received received = channels.receive().acknowledgingAll();
            awaitAtMost().until(received.inbound::isReady);

            channels.redis(Command.DEL, channels.stream);
            channels.append(channels.stream, 0, 1);

            assertEquals(List.of(0), received.await(1).numbers());
        }
        proxy.close();
    }

    @Test
    void shouldNotBeReadyWhenTheKeyIsNoStream() {
        try (TestChannels channels = new TestChannels()) {
            channels.redis(Command.SET, channels.stream, "text");

            Received received = channels.receive().acknowledgingAll();
            assertFalse(received.inbound.isReady());
            channels.redis(Command.DEL, channels.stream);

            awaitAtMost().until(received.inbound::isReady);
        }
        proxy.close();
    }

    private static int distinct(Received received) {
        BitSet seen = new BitSet();
        received.numbers().forEach(seen::set);
        return seen.cardinality();
    }
}
