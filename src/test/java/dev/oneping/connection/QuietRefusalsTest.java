package dev.oneping.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients in a loop: they are refused without a log line, and cost nobody else a turn. */
@Tag("service")
@QuarkusTest
@TestProfile(QuietRefusalsTest.LowLimits.class)
class QuietRefusalsTest {

    private static final int BURST = 20;
    private static final int LOOP = 200;
    private static final String HELLO = "{'type':'hello','device':'laptop','platform':'web'}";

    /** Limits low enough to be reached. */
    public static final class LowLimits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "oneping.auth.device-request-burst",
                    Integer.toString(BURST),
                    "oneping.auth.device-requests-per-second",
                    "1",
                    "oneping.auth.refusal-burst",
                    Integer.toString(BURST),
                    "oneping.auth.refusals-per-second",
                    "1");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisServer.class));
        }
    }

    @Inject
    DeviceTokens tokens;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLoggerName() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void leave() {
        Logger.getLogger("").removeHandler(log);
    }

    @Test
    void shouldLimitADeviceInALoopWithoutALogLine() {
        HttpDevice broken = device(Someone.with("laptop", tokens));

        List<Integer> answers = Stream.generate(() -> broken.open("{}"))
                .limit(LOOP)
                .map(HttpResponse::statusCode)
                .toList();

        assertEquals(List.of(400, 429), answers.stream().distinct().sorted().toList());
        assertTrue(broken.open("{}").headers().firstValue("Retry-After").isPresent());
        assertEquals(201, device(Someone.with("laptop", tokens)).open(HELLO).statusCode());
        assertEquals(List.of(), List.copyOf(lines));
    }

    @Test
    void shouldAdmitADeviceWhileItsAddressConnectsWithoutCredentials() {
        List<Integer> answers = Stream.generate(
                        () -> RestAssured.get("/v1/connect").statusCode())
                .limit(LOOP)
                .distinct()
                .sorted()
                .toList();

        assertTrue(answers.contains(429), answers::toString);
        try (DeviceSocket device = Someone.with("laptop", tokens).connect()) {
            device.hello("laptop");
        }
        assertEquals(201, device(Someone.with("laptop", tokens)).open(HELLO).statusCode());
        assertEquals(List.of(), List.copyOf(lines));
    }

    private static HttpDevice device(Someone someone) {
        return new HttpDevice("http://localhost:" + RestAssured.port, someone.token());
    }
}
