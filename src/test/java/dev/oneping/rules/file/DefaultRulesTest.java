package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.RuleSet;
import java.nio.file.Path;
import java.util.List;
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

    /** A mutation check: with any one rule left out, some case must fail. */
    @TestFactory
    Stream<DynamicTest> shouldNeedEveryRuleForSomeCase() {
        List<RuleCase> cases = RuleCases.in(CASES);
        return rules.rules().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule,
                        () -> assertTrue(cases.stream()
                                .anyMatch(each ->
                                        !each.differences(rules.without(rule)).isEmpty()))));
    }

    @Test
    void shouldBeTheSameOnTheClassPathAsInTheFolder() {
        assertEquals(RuleFiles.load(Path.of("rules/default.yaml")).version(), rules.version());
        assertTrue(rules.version().matches("default@[0-9a-f]{12}"), rules.version());
    }
}
