package dev.oneping.webhook.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Shard;
import dev.oneping.webhook.delivery.WebhookRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of a cluster, and {@code webhook/start_reading.lua}; they work on a single Redis too. */
class SpreadSubscriptionsTest {

    private static final int LIMIT = 2;

    private final WebhookRig rig = new WebhookRig();
    private final RedisPipeline redis = rig.redis.redis();
    private final String tenants = "{" + rig.tenant + "}:tenants";
    private final String key = "subscriptions:{" + rig.tenant + "}";
    private final String group = "group-" + rig.tenant;
    private final SpreadSubscriptions spread =
            new SpreadSubscriptions(redis, rig.log, rig.redis.shards(), tenants, group);

    @BeforeEach
    void startAfresh() {
        for (Shard shard : rig.redis.shards().all()) {
            await(redis.command(Command.DEL, shard.key("webhook-start")));
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldStartTheReadingOfEveryLogWithTheFirstSubscription() {
        assertTrue(create("a"));

        for (Shard shard : rig.redis.shards().all()) {
            await(redis.command(Command.create("XGROUP"), "DESTROY", rig.log.key(shard), group));
            assertEquals(
                    1,
                    await(redis.command(Command.EXISTS, shard.key("webhook-start")))
                            .number());
        }
    }

    @Test
    void shouldNotStartTheReadingAgainWithAnother() {
        create("a");
        for (Shard shard : rig.redis.shards().all()) {
            await(redis.command(Command.DEL, shard.key("webhook-start")));
        }

        create("b");

        for (Shard shard : rig.redis.shards().all()) {
            assertEquals(
                    0,
                    await(redis.command(Command.EXISTS, shard.key("webhook-start")))
                            .number());
        }
    }

    @Test
    void shouldEnforceTheLimit() {
        assertTrue(create("a"));
        assertTrue(create("b"));
        assertFalse(create("c"));
        assertEquals(List.of(rig.tenant.value()), members());
    }

    @Test
    void shouldTakeTheTenantAwayWithItsLastSubscription() {
        create("a");
        create("b");

        assertTrue(delete("a"));
        assertEquals(List.of(rig.tenant.value()), members());
        assertTrue(delete("b"));
        assertEquals(List.of(), members());
        assertFalse(delete("b"));
    }

    private boolean create(String id) {
        return await(spread.create(rig.tenant, key, id, "{}", LIMIT));
    }

    private boolean delete(String id) {
        return await(spread.delete(rig.tenant, key, id));
    }

    private List<String> members() {
        Reply members = await(redis.command(Command.SMEMBERS, tenants));
        return members.texts();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
