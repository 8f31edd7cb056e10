package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.ServerReport.Flaw;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerReportTest {

    private static final String SOUND = """
            # Server\r
            redis_version:7.0.15\r
            redis_mode:standalone\r
            # Memory\r
            maxmemory_policy:noeviction\r
            # Persistence\r
            loading:0\r
            aof_enabled:1\r
            # Replication\r
            role:master\r
            """;

    @Test
    void shouldFindNoFlawInASoundServer() {
        assertEquals(List.of(), ServerReport.of(SOUND).flaws());
    }

    @ParameterizedTest
    @CsvSource({
        "redis_version:7.0.15, redis_version:6.0.16, TOO_OLD",
        "redis_version:7.0.15, redis_version:5.0.0, TOO_OLD",
        "redis_mode:standalone, redis_mode:cluster, CLUSTER",
        "redis_mode:standalone, redis_mode:sentinel, SENTINEL",
        "role:master, role:slave, REPLICA",
        "maxmemory_policy:noeviction, maxmemory_policy:volatile-ttl, EVICTS",
        "maxmemory_policy:noeviction, maxmemory_policy:allkeys-lru, EVICTS",
        "aof_enabled:1, aof_enabled:0, NO_APPEND_ONLY_FILE",
    })
    void shouldNameEachFlaw(String sound, String flawed, Flaw flaw) {
        assertEquals(
                List.of(flaw), ServerReport.of(SOUND.replace(sound, flawed)).flaws());
    }

    @ParameterizedTest
    @CsvSource({"6.2.0", "6.2.14", "7.0.15", "7.2.4", "8.0.0", "10.1.0", "unknown"})
    void shouldTakeEachVersionFrom62On(String version) {
        assertEquals(
                List.of(), ServerReport.of(SOUND.replace("7.0.15", version)).flaws());
    }

    @Test
    void shouldWantANodeOfAClusterWhereOneIsConfigured() {
        ServerReport node = ServerReport.of(
                SOUND.replace("redis_mode:standalone", "redis_mode:cluster").replace("role:master", "role:slave"));

        assertEquals(List.of(), node.flaws(true));
        assertEquals(List.of(Flaw.NO_CLUSTER), ServerReport.of(SOUND).flaws(true));
    }

    @Test
    void shouldFindNoFlawInWhatAProviderDoesNotReport() {
        assertEquals(List.of(), ServerReport.of("redis_version:7.2.4\r\n").flaws());
    }

    @Test
    void shouldReadHowMuchIsLoaded() {
        ServerReport loading = ServerReport.of("loading:1\r\nloading_loaded_perc:41.87\r\n");

        assertTrue(loading.loading());
        assertEquals(41, loading.loaded());
        assertFalse(ServerReport.of(SOUND).loading());
    }

    @Test
    void shouldTellLossFromUselessness() {
        assertEquals(
                List.of(Flaw.EVICTS, Flaw.NO_APPEND_ONLY_FILE),
                Arrays.stream(Flaw.values()).filter(Flaw::isOnlyLoss).toList());
    }
}
