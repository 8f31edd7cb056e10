package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.file.source.RuleFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PriorsReaderTest {

    private static final Path FILE = Path.of("rules/priors.yaml");

    @Test
    void shouldReadTheBuiltInPriors() {
        Priors priors = PriorsReader.builtIn();

        assertEquals(PriorsReader.load(FILE).version(), priors.version());
        assertTrue(priors.notice().probability(Feature.vector()) > 0.5);
    }

    @Test
    void shouldDescribeEveryFeatureInTheHeadOfTheFile() throws Exception {
        String head = Files.readString(FILE).split("version:")[0];

        for (Feature feature : Feature.values()) {
            assertTrue(head.contains("#   " + feature.code() + " "), feature.code());
        }
    }

    @Test
    void shouldRejectAnUnknownFeatureWithASuggestion() throws Exception {
        assertTold("of: [hour]", "of: [hours]", "unknown feature 'hours'\n", "did you mean 'hour'?");
    }

    @Test
    void shouldRejectAnUnknownValue() throws Exception {
        assertTold("{off: 0", "{of: 0", "'dnd' has no value 'of'");
    }

    @Test
    void shouldRejectAListOfAnotherLength() throws Exception {
        assertTold("weights: {off:", "weights: [1, 2]\n    #", "'dnd' needs 3 numbers, not 2");
    }

    @Test
    void shouldRejectAMissingModelAndANegativeCost() throws Exception {
        assertTold("glance:\n  bias", "glimpse:\n  bias", "unknown field 'glimpse'", "'glance' is missing here");
        assertTold("growth: {low: 4", "growth: {low: -4", "'growth' is a number, not negative");
    }

    private static void assertTold(String sound, String broken, String... messages) throws Exception {
        String text = Files.readString(FILE);
        assertTrue(text.contains(sound), sound);
        byte[] content = text.replace(sound, broken).getBytes(StandardCharsets.UTF_8);

        RuleFileException refused =
                assertThrows(RuleFileException.class, () -> PriorsReader.parse("priors.yaml", content));

        for (String message : messages) {
            assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
        }
    }
}
