package dev.oneping.presence;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.presence.store.PresenceRig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contradictory settings. */
class PresenceConfigValidatorTest {

    @Test
    void shouldAcceptTheDefaults() {
        assertDoesNotThrow(() -> PresenceConfigValidator.check(PresenceRig.CONFIG));
    }

    @ParameterizedTest
    @CsvSource({
        "lease, 59s",
        "heartbeat, 26s",
        "pong-limit, 11s",
        "decay.active, 90s",
        "decay.passive, 60s",
        "decay.silence, 91s"
    })
    void shouldRefuseContradictionsByName(String setting, String value) {
        PresenceConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withConverter(Duration.class, 300, new DurationConverter())
                .withMapping(PresenceConfig.class)
                .withDefaultValue("oneping.presence." + setting, value)
                .build()
                .getConfigMapping(PresenceConfig.class);

        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> PresenceConfigValidator.check(config));

        assertTrue(Objects.requireNonNull(refusal.getMessage()).contains(setting), refusal.getMessage());
    }
}
