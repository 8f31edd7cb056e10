package dev.oneping.auth.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.AuthConfig;
import dev.oneping.testing.RedisRig;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusedCredentialsTest {

    private static final SocketAddress ATTACKER = SocketAddress.inetSocketAddress(4711, "192.0.2.1");
    private static final SocketAddress OTHER = SocketAddress.inetSocketAddress(4711, "192.0.2.2");

    private long nanos;
    private final RefusedCredentials refused = new RefusedCredentials(RedisRig.config(AuthConfig.class), () -> nanos);

    @Test
    void shouldRefuseWithoutExaminationWhatExceedsTheLimitOfItsAddress() {
        for (int i = 0; i < 100; i++) {
            assertTrue(refused.refusal(ATTACKER).isEmpty(), "connect " + i);
            refused.count(ATTACKER);
        }

        assertEquals(429, refused.refusal(ATTACKER).orElseThrow().type().status());
        assertTrue(refused.refusal(OTHER).isEmpty());
        nanos += Duration.ofSeconds(1).toNanos();
        assertTrue(refused.refusal(ATTACKER).isEmpty());
    }
}
