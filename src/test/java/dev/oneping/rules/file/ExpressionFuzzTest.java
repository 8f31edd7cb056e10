package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.Decided;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.cel.RandomExpressions;
import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.rules.file.source.RuleProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands where an expression must: it is refused with a place inside of it, or it can be evaluated on whatever facts
 * there are. The time limit is for a hang, not for a slow machine.
 */
@Tag("slow")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ExpressionFuzzTest {

    private static final int LINE = 5;
    private static final int COLUMN = 11;

    private static final List<String> WORDS = List.of(
            "device.attention",
            "device.battery_level",
            "device.places",
            "device.idle_seconds",
            "notification.priority",
            "notification.category",
            "history.last_hour",
            "now.hour",
            "user.dnd",
            "active",
            "critical",
            "monday",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "&&",
            "||",
            "!",
            "-",
            "+",
            "*",
            "/",
            "%",
            "==",
            "!=",
            "<",
            ">=",
            "in",
            "?",
            ":",
            ",",
            ".",
            "1",
            "0",
            "9223372036854775807",
            "1.5",
            "1e308",
            "'text'",
            "'((a+)+)+$'",
            "true",
            "null",
            "has(device.id)",
            "size(",
            ".matches(",
            ".all(x, ",
            ".map(x, x)",
            "device",
            "\u00e4",
            "timestamp('2026-01-01T00:00:00Z')",
            "duration('1h')",
            "dyn(1)",
            "b'x'",
            "\\u0000");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {7, 11, 20_261_124})
    void shouldEvaluateAnyWordsOrRejectThemWithAPosition(long seed) {
        // Given
        Random random = new Random(seed);
        RandomFacts facts = new RandomFacts(random);
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(9); word >= 0; word--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }

            // When, Then
            refused += assertRefusedOrAnswers(text.toString().strip(), facts) ? 1 : 0;
        }
        assertTrue(refused > 100, "only %d were refused".formatted(refused));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {13, 20_261_125})
    void shouldEvaluateMutatedExpressionsOrRejectThemWithAPosition(long seed) {
        // Given
        Random random = new Random(seed);
        RandomFacts facts = new RandomFacts(random);
        RandomExpressions expressions = new RandomExpressions(random, true);
        int taken = 0;
        for (int round = 0; round < 400; round++) {
            StringBuilder text = new StringBuilder(expressions.condition());
            for (int slip = random.nextInt(3); slip > 0; slip--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                }
            }

            // When, Then
            taken += assertRefusedOrAnswers(text.toString(), facts) ? 0 : 1;
        }
        assertTrue(taken > 50, "only %d were taken".formatted(taken));
    }

    @Test
    void shouldEnforceSizeLimitsOfExpressions() {
        RandomFacts facts = new RandomFacts(new Random(1));

        assertTrue(assertRefusedOrAnswers("(".repeat(200) + "true" + ")".repeat(200), facts));
        // The parser folds these to none.
        assertFalse(assertRefusedOrAnswers("!".repeat(900) + "true", facts));
        assertTrue(assertRefusedOrAnswers("true" + " && true".repeat(300), facts));
        // A pattern that is too big breaks where it is evaluated, and its rule is skipped.
        assertFalse(assertRefusedOrAnswers("device.id.matches('" + "(a|b)*".repeat(120) + "')", facts));
        assertTrue(assertRefusedOrAnswers("[1, 2, 3].all(x, [1, 2, 3].all(y, [1, 2].all(z, x < y)))", facts));
        assertFalse(assertRefusedOrAnswers("true" + " && true".repeat(100), facts));
    }

    /** Whether it was refused. */
    private static boolean assertRefusedOrAnswers(String expression, RandomFacts facts) {
        String quoted = "'" + expression.replace("'", "''") + "'";
        String file = """
                language: 1
                name: fuzzed
                context:
                  - rule: fuzzed
                    when: %s
                    then: exclude
                policies: {default: {ring: []}}
                otherwise: hold
                """.formatted(quoted);
        try {
            RuleSet rules = RuleFiles.parse("fuzzed", file.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 3; i++) {
                Decided decided = rules.decide(facts.facts());
                assertEquals(rules.version(), decided.explanation().rules());
            }
            return false;
        } catch (RuleFileException refused) {
            for (RuleProblem problem : refused.problems()) {
                int end = COLUMN + quoted.codePointCount(0, quoted.length());
                assertEquals(LINE, problem.line(), problem.report());
                assertTrue(problem.column() >= COLUMN && problem.column() <= end, problem.report());
                assertFalse(problem.message().isBlank(), problem.report());
            }
            return true;
        }
    }
}
