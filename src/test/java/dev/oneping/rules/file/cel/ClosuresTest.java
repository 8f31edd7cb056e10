package dev.oneping.rules.file.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.oneping.model.Priority;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Freshness;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.file.RandomFacts;
import dev.oneping.rules.rule.Filter;
import dev.oneping.rules.rule.Otherwise;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.Rule;
import dev.oneping.rules.rule.RuleDefinitions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closures are a second implementation of a part of CEL, so the first one is their judge. */
@Tag("slow")
class ClosuresTest {

    private static final int EXPRESSIONS = 500;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_123, 4_711})
    void shouldEvaluateConditionsAsCelDoes(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        RandomExpressions expressions = new RandomExpressions(random, true);
        RandomFacts facts = new RandomFacts(random);
        int inSubset = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            String text = expressions.condition();
            CelAbstractSyntaxTree tree = Vocabulary.STANDARD
                    .compiler(ExpressionScope.DEVICE)
                    .compile(text)
                    .getAst();
            if (ClosureSubset.holds(tree, Vocabulary.STANDARD)) {
                inSubset++;
                Condition cel = new CelCondition(Cel.RUNTIME.createProgram(tree), Vocabulary.STANDARD);
                Condition closure = Closures.condition(tree, Vocabulary.STANDARD);

                // When, Then
                forEachSituation(facts.facts(), at -> assertEquals(cel.test(at), closure.test(at), () -> text));
            }
        }
        assertTrue(inSubset > EXPRESSIONS / 10, "only %d in the subset".formatted(inSubset));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 20_261_124})
    void shouldEvaluateScoresAsCelDoes(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        RandomExpressions expressions = new RandomExpressions(random, true);
        RandomFacts facts = new RandomFacts(random);
        for (int i = 0; i < EXPRESSIONS; i++) {
            String text = expressions.number();
            CelAbstractSyntaxTree tree = Vocabulary.STANDARD
                    .compiler(ExpressionScope.DEVICE)
                    .compile(text)
                    .getAst();
            assertTrue(ClosureSubset.holds(tree, Vocabulary.STANDARD), text);
            Score cel = new CelScore(Cel.RUNTIME.createProgram(tree), Vocabulary.STANDARD);
            Score closure = Closures.score(tree, Vocabulary.STANDARD);

            // When, Then
            forEachSituation(facts.facts(), at -> assertEquals(cel.of(at), closure.of(at), () -> text));
        }
    }

    @Test
    void shouldLeaveFallibleExpressionsToCel() throws Exception {
        for (String text : List.of(
                "1 / notification.attempts > 0",
                "device.id.matches('a+')",
                "notification.attempts + 1 == 2",
                "device.battery_level in [0.0, 1.0]",
                "size(device.id) > 2")) {
            assertEquals(
                    false,
                    ClosureSubset.holds(
                            Vocabulary.STANDARD
                                    .compiler(ExpressionScope.DEVICE)
                                    .compile(text)
                                    .getAst(),
                            Vocabulary.STANDARD),
                    text);
        }
    }

    /** Only a decision makes situations; so a filter that looks, and lets pass, is asked. */
    private static void forEachSituation(Facts facts, Consumer<EvaluationContext> look) {
        Condition looking = situation -> {
            look.accept(situation);
            return Truth.FALSE;
        };
        Rule<Filter> rule = new Rule<>("look", looking, Rule.WhenUnknown.SKIP, new Filter.Allow());
        Duration window = Duration.ofMinutes(1);
        Policy policy = Policy.oneAfterTheOther(
                "default",
                Map.of(
                        Priority.LOW, window,
                        Priority.NORMAL, window,
                        Priority.HIGH, window,
                        Priority.CRITICAL, window),
                Set.of());
        RuleDefinitions frame = new RuleDefinitions(
                Freshness.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                List.of(rule),
                List.of(),
                Map.of(Policy.DEFAULT, policy),
                Otherwise.HOLD);
        new RuleSet("look@1", frame).decide(facts);
    }
}
