package dev.oneping.notify.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.redis.packed.PackedReader;
import dev.oneping.redis.packed.PackedWriter;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.file.RuleCase;
import dev.oneping.rules.file.RuleCases;
import dev.oneping.rules.file.RuleFiles;
import dev.oneping.testing.RedisRig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Explanations in a trace are read as the JSON that Jackson would have written, for every case of every rule set here. */
class PackedExplanationTest {

    private static final ObjectMapper JSON = RedisRig.json();
    private static final Map<String, List<RuleCase>> CASES = Map.of(
            "rules/default.yaml", RuleCases.in(Path.of("rules/cases")),
            "rules/examples/slack.yaml", RuleCases.load(Path.of("rules/examples/slack.cases.yaml")),
            "rules/examples/mattermost.yaml", RuleCases.load(Path.of("rules/examples/mattermost.cases.yaml")),
            "rules/examples/zulip.yaml", RuleCases.load(Path.of("rules/examples/zulip.cases.yaml")),
            "rules/examples/office.yaml", RuleCases.load(Path.of("rules/examples/office.cases.yaml")),
            "src/test/resources/rules/features/features.yaml",
                    RuleCases.load(Path.of("src/test/resources/rules/features/features.cases.yaml")));

    @TestFactory
    Stream<DynamicTest> shouldSayWhatJacksonWrites() {
        return CASES.entrySet().stream().flatMap(set -> {
            RuleSet rules = RuleFiles.load(Path.of(set.getKey()));
            return set.getValue().stream()
                    .map(each -> DynamicTest.dynamicTest(
                            set.getKey() + ": " + each.name(),
                            () -> compare(rules.decide(each.facts()).explanation())));
        });
    }

    private static void compare(Explanation explanation) throws JsonProcessingException {
        PackedWriter out = new PackedWriter();
        new PackedExplanation(explanation).pack(out);
        byte[] packed = out.bytes();

        String written = JSON.writeValueAsString(explanation);
        JsonNode read = PackedReader.tree(packed);
        assertEquals(JSON.readTree(written), read);
        // The answer of the API: what is read, through the records.
        assertEquals(written, JSON.writeValueAsString(JSON.convertValue(read, Explanation.class)));
        assertTrue(packed.length * 2 < written.length(), () -> packed.length + " bytes of " + written.length());
    }
}
