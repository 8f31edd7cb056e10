package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.oneping.rules.RuleSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases beside the rules are the specification of {@code rules/default.yaml}. */
class DefaultRulesTest {

    private static final Path CASES = Path.of("rules/cases");

    private final RuleSet rules = RuleFiles.builtIn();

    @TestFactory
    Stream<DynamicTest> shouldDecideAsEveryCaseSays() {
        return RuleCases.in(CASES).stream()
                .map(each ->
                        DynamicTest.dynamicTest(each.name(), () -> assertEquals(List.of(), each.differences(rules))));
    }

    @TestFactory
    Stream<DynamicTest> shouldNeedEveryRuleForSomeCase() throws Exception {
        List<RuleCase> cases = RuleCases.in(CASES);
        ObjectNode file = (ObjectNode)
                new YAMLMapper().readTree(Path.of("rules/default.yaml").toFile());
        return Stream.of("quiet", "context", "scores")
                .flatMap(section -> IntStream.range(0, file.path(section).size())
                        .mapToObj(index -> DynamicTest.dynamicTest(
                                file.path(section).path(index).path("rule").asText(), () -> {
                                    RuleSet without = without(file, section, index);
                                    assertTrue(cases.stream()
                                            .anyMatch(each ->
                                                    !each.differences(without).isEmpty()));
                                })));
    }

    /** The same rules but one; for JSON is YAML too. */
    private static RuleSet without(ObjectNode file, String section, int index) {
        ObjectNode less = file.deepCopy();
        less.withArray(section).remove(index);
        return RuleFiles.parse("less", less.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldBeTheSameOnTheClassPathAsInTheFolder() {
        assertEquals(RuleFiles.load(Path.of("rules/default.yaml")).version(), rules.version());
        assertTrue(rules.version().matches("default@[0-9a-f]{12}"), rules.version());
    }
}
