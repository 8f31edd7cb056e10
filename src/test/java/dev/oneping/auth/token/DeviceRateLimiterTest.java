package dev.oneping.auth.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.testing.RedisRig;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeviceRateLimiterTest {

    private static final int BURST = 500;

    private final DeviceRateLimiter rates = new DeviceRateLimiter(RedisRig.config(
            AuthConfig.class,
            Map.of(
                    "oneping.auth.device-requests-per-second",
                    "1",
                    "oneping.auth.device-request-burst",
                    String.valueOf(BURST))));

    @Test
    void shouldAllowADeviceItsBurstAndNoMoreInParallel() {
        long allowed = IntStream.range(0, 20 * BURST)
                .parallel()
                .filter(i -> allowed("ann", "phone"))
                .count();

        assertEquals(BURST, allowed, 15);
        Problem refusal = assertThrows(Problem.class, () -> {
            for (int i = 0; i < BURST; i++) {
                rates.take(device("ann", "phone"));
            }
        });
        assertEquals("1", refusal.headers().get("Retry-After"));
        assertDoesNotThrow(() -> rates.take(device("ann", "laptop")));
    }

    @Test
    void shouldAllowAUserFourTimesAsManyHoweverManyDevices() {
        long allowed = IntStream.range(0, 20 * BURST)
                .parallel()
                .filter(i -> allowed("ann", "device" + i % 10))
                .count();

        assertEquals(4 * BURST, allowed, 60);
        assertDoesNotThrow(() -> rates.take(device("bob", "phone")));
    }

    private boolean allowed(String user, String device) {
        try {
            rates.take(device(user, device));
            return true;
        } catch (Problem refused) {
            return false;
        }
    }

    private static Caller.Device device(String user, String device) {
        return new Caller.Device(new TenantId("t"), new UserId(user), new DeviceId(device));
    }
}
