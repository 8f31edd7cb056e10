package dev.oneping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAccessTest {

    @Test
    void shouldTakeOneServerByDefault() {
        RedisAccess access = RedisAccess.of(config(Map.of()));

        assertFalse(access.isCluster());
        assertEquals(List.of("redis://a:1"), access.servers(List.of("redis://a:1")));
    }

    @Test
    void shouldReadTheClientType() {
        assertTrue(RedisAccess.of(config(Map.of("quarkus.redis.client-type", "cluster")))
                .isCluster());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            quarkus.redis.client-type         | replication | QUARKUS_REDIS_CLIENT_TYPE is 'replication', but
            quarkus.redis.client-type         | sentinel    | QUARKUS_REDIS_CLIENT_TYPE is sentinel, but QUARKUS_REDIS_MASTER_NAME
            quarkus.redis.tls.trust-all       | true        | quarkus.redis.tls.trust-all is not supported: use rediss://
            quarkus.redis.tls-configuration-name | own      | quarkus.redis.tls-configuration-name is not supported: use rediss://
            quarkus.redis.replicas            | share       | quarkus.redis.replicas is not supported
            """)
    void shouldRefuseWhatItDoesNotSupport(String name, String value, String sentence) {
        StartupException refusal =
                assertThrows(StartupException.class, () -> RedisAccess.of(config(Map.of(name, value))));

        assertTrue(refusal.sentence().startsWith(sentence), refusal::sentence);
    }

    @Test
    void shouldRefuseSentinelsThatNobodyCanReach() {
        RedisAccess access = RedisAccess.of(
                config(Map.of("quarkus.redis.client-type", "sentinel", "quarkus.redis.master-name", "pings")));

        StartupException refusal =
                assertThrows(StartupException.class, () -> access.servers(List.of("redis://127.0.0.1:1")));
        assertEquals(
                "The sentinels know no master named 'pings': correct QUARKUS_REDIS_MASTER_NAME or QUARKUS_REDIS_HOSTS.",
                refusal.sentence());
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }
}
