package dev.oneping.connection;

import dev.oneping.testing.RedisServer;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A heartbeat short enough to wait for, and acks that are recorded. */
public class QuickHeartbeat implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "oneping.presence.heartbeat", "3s",
                "oneping.presence.pong-limit", "2s",
                "oneping.presence.lease", "20s",
                // A test may poll thousands of times in a loop.
                "oneping.auth.device-request-burst", "100000",
                "oneping.connection.origins", "http://localhost:*");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(RecordedAcks.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(RedisServer.class));
    }
}
