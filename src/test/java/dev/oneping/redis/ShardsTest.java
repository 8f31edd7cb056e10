package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.server.KeySlot;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShardsTest {

    @Test
    void shouldCountAsRedisClusterDoes() {
        // The check value of CRC-16/XMODEM, which the Redis Cluster specification gives for its slots.
        assertEquals(0x31C3, KeySlot.crc16("123456789"));
    }

    @Test
    void shouldFindTheShardOfAPersonInEveryIdMadeForIt() {
        try (RedisRig rig = new RedisRig()) {
            for (int i = 0; i < 1000; i++) {
                UserRef user = new UserRef(new TenantId("acme"), new UserId("user" + i));
                Shard shard = rig.shards().of(user);
                NotificationId id = NotificationId.create(Instant.now(), shard.number());
                assertEquals(shard, rig.shards().of(id));
            }
        }
    }

    @Test
    void shouldRefuseAnotherNumberOfShardsThanAtTheFirstStart() {
        try (RedisRig rig = new RedisRig()) {
            rig.shards().check();
            rig.redis().command(Command.SET, "oneping:shards", 8).await().indefinitely();
            try {
                IllegalStateException refused = assertThrows(
                        IllegalStateException.class, () -> rig.shards().check());
                assertTrue(refused.toString().contains("oneping.redis.shards=8"), refused::toString);
            } finally {
                rig.redis().command(Command.DEL, "oneping:shards").await().indefinitely();
            }
        }
    }
}
