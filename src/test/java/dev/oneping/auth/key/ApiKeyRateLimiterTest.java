package dev.oneping.auth.key;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiKeyRateLimiterTest {

    private static final int BURST = 500;

    private static final AuthConfig CONFIG = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withConverter(Duration.class, 300, new DurationConverter())
            .withSources(new PropertiesConfigSource(
                    Map.of(
                            "oneping.auth.requests-per-second",
                            "1",
                            "oneping.auth.request-burst",
                            String.valueOf(BURST)),
                    "test",
                    1000))
            .withMapping(AuthConfig.class)
            .build()
            .getConfigMapping(AuthConfig.class);

    private final ApiKeyRateLimiter rates = new ApiKeyRateLimiter(CONFIG, tenant -> 1);

    @Test
    void shouldRejectWithRetryAfterWhenQuotaIsExhausted() {
        MultiMap answer = MultiMap.caseInsensitiveMultiMap();
        rates.take(app("one"), answer);
        assertEquals("\"key\";q=500;w=500", answer.get("RateLimit-Policy"));
        assertEquals("\"key\";r=499;t=1", answer.get("RateLimit"));

        Problem refusal = assertThrows(Problem.class, () -> {
            for (int i = 0; i < 2 * BURST; i++) {
                rates.take(app("one"), answer);
            }
        });

        assertEquals(ProblemType.LIMIT_REACHED, refusal.type());
        assertEquals("1", refusal.headers().get("Retry-After"));
        assertEquals("\"key\";r=0;t=1", answer.get("RateLimit"));
    }

    @Test
    void shouldLetOtherKeysGoOn() {
        IntStream.range(0, 2 * BURST).forEach(i -> allowed("greedy"));

        assertDoesNotThrow(() -> rates.take(app("modest"), MultiMap.caseInsensitiveMultiMap()));
    }

    @Test
    void shouldNotGiveMoreToManyThreadsThanToOne() {
        AtomicInteger taken = new AtomicInteger();

        IntStream.range(0, 20 * BURST).parallel().forEach(i -> taken.addAndGet(allowed("shared")));

        assertEquals(BURST, taken.get(), 5);
    }

    private int allowed(String key) {
        try {
            rates.take(app(key), MultiMap.caseInsensitiveMultiMap());
            return 1;
        } catch (Problem refused) {
            return 0;
        }
    }

    private static Caller.App app(String key) {
        return new Caller.App(new TenantId("t"), key, Set.of(Scope.NOTIFY));
    }
}
