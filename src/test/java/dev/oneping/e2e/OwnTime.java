package dev.oneping.e2e;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** A service of its own for tests that put the clock forward, so that no other test is taken along. */
public final class OwnTime implements QuarkusTestProfile {

    /** Nothing is found by looking again from time to time where the service can know at once. */
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("oneping.fan-out.recheck-interval", "1h");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(TestClock.class);
    }
}
