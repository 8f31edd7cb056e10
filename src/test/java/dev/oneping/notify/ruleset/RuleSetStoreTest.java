package dev.oneping.notify.ruleset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.change.CommitResult;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisRig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code notify/publish.lua} and the reads of its data, on a real Redis. */
class RuleSetStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

    private RedisRig rig;
    private RuleSetStore ruleSets;
    private TenantId tenant;

    @BeforeEach
    void open() {
        rig = new RedisRig();
        ruleSets = new RuleSetStore(rig.redis(), RedisRig.config(RulesConfig.class), RedisRig.json());
        tenant = rig.someone().tenant();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldActivateVersionsInOrder() {
        assertTrue(publish(1));
        assertTrue(publish(2));

        assertEquals(2, ruleSets.newest(tenant).await().indefinitely());
        assertEquals(2, ruleSets.active().await().indefinitely().get(tenant));
        assertEquals(Optional.of(version(1)), ruleSets.find(tenant, 1).await().indefinitely());
    }

    @Test
    void shouldRefuseAnOutdatedVersion() {
        publish(1);

        assertFalse(publish(1));
        assertFalse(publish(3));
        assertEquals(1, ruleSets.newest(tenant).await().indefinitely());
    }

    @Test
    void shouldKeepTheLastVersionsOnly() {
        LongStream.rangeClosed(1, 53).forEach(this::publish);

        List<RuleSetVersion> all = ruleSets.all(tenant).await().indefinitely();
        assertEquals(50, all.size());
        assertEquals(53, all.getFirst().number());
        assertEquals(4, all.getLast().number());
    }

    @Test
    void shouldKeepDeactivatedVersions() {
        publish(1);

        ruleSets.retire(tenant).await().indefinitely();

        assertEquals(null, ruleSets.active().await().indefinitely().get(tenant));
        assertEquals(1, ruleSets.all(tenant).await().indefinitely().size());
        assertTrue(publish(2));
    }

    private boolean publish(long number) {
        return ruleSets.publish(tenant, version(number)).await().indefinitely() instanceof CommitResult.Committed;
    }

    private static RuleSetVersion version(long number) {
        return new RuleSetVersion(number, "calm@" + number, "text " + number, NOW, 0);
    }
}
