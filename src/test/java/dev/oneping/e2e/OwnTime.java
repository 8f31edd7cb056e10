package dev.oneping.e2e;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Set;

/** A service of its own for tests that put the clock forward, so that no other test is taken along. */
public final class OwnTime implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(TestClock.class);
    }
}
