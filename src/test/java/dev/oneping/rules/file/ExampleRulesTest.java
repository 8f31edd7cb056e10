package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.RuleSet;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Three decision trees of others, each node of them a case: the language is enough for them. */
class ExampleRulesTest {

    /** The last is no example, but has each thing that the language can say. */
    private static final List<String> NAMES = List.of(
            "rules/examples/slack",
            "rules/examples/mattermost",
            "rules/examples/zulip",
            "rules/examples/office",
            "src/test/resources/rules/features/features");

    @TestFactory
    Stream<DynamicTest> shouldDecideAsEveryNodeSays() {
        return NAMES.stream().flatMap(name -> {
            RuleSet rules = rules(name);
            return cases(name).stream()
                    .map(each -> DynamicTest.dynamicTest(
                            name + ": " + each.name(), () -> assertEquals(List.of(), each.differences(rules))));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldNeedEveryRuleForSomeCase() {
        return NAMES.stream().flatMap(name -> {
            RuleSet rules = rules(name);
            List<RuleCase> cases = cases(name);
            return rules.rules().stream()
                    .map(rule -> DynamicTest.dynamicTest(
                            name + " without " + rule,
                            () -> assertTrue(cases.stream()
                                    .anyMatch(each -> !each.differences(rules.without(rule))
                                            .isEmpty()))));
        });
    }

    private static RuleSet rules(String name) {
        return RuleFiles.load(Path.of(name + ".yaml"));
    }

    private static List<RuleCase> cases(String name) {
        return RuleCases.load(Path.of(name + ".cases.yaml"));
    }
}
