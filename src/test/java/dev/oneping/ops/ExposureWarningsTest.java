package dev.oneping.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExposureWarningsTest {

    private static final String SWITCH = "oneping.webhook.dangerous-allow-private-networks";

    @Test
    void shouldBeSilentOnLoopbackInDevelopment() {
        assertEquals(List.of(), warnings(true, Map.of("quarkus.http.host", "127.0.0.1", SWITCH, "true")));
    }

    @Test
    void shouldWarnOfDevelopmentOnPublicInterface() {
        List<String> warnings = warnings(true, Map.of("quarkus.http.host", "0.0.0.0", SWITCH, "true"));

        assertEquals(2, warnings.size());
        assertTrue(warnings.getFirst().startsWith("EXPOSED"), warnings::toString);
    }

    @Test
    void shouldNameEveryDangerousSwitchThatIsOnInProduction() {
        List<String> warnings = warnings(
                false,
                Map.of("quarkus.http.host", "0.0.0.0", SWITCH, "true", "oneping.other.dangerous-thing", "false"));

        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().startsWith(SWITCH), warnings::toString);
    }

    private static List<String> warnings(boolean development, Map<String, String> settings) {
        return ExposureWarnings.of(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(settings, "test", 100))
                        .build(),
                development);
    }
}
