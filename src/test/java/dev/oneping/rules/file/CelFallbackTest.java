package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oneping.model.DeviceId;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.UserFacts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What closures cannot do, CEL's own runtime does; it can break, and then nothing is lost. */
class CelFallbackTest {

    private static final Instant NOW = Instant.parse("2026-03-14T12:00:00Z");

    @Test
    void shouldSkipNameAndCountAFailingRule() {
        // Given
        RuleSet rules = rules("1 / notification.attempts > 0", "true");

        // When
        Decided decided = rules.decide(facts());

        // Then
        assertInstanceOf(Decision.Deliver.class, decided.decision());
        assertEquals(
                List.of(new RuleLine("broken", Verdict.FAILED, null)),
                decided.explanation().stages().get(1).rules());
        assertEquals(1, decided.explanation().failures());
    }

    @Test
    void shouldTreatAFailureWithAMissingFactAsUnknown() {
        // Given
        RuleSet rules = rules("1 / notification.attempts > 0 || now.hour + 1 > 3", "true");

        // When
        Decided decided = rules.decide(facts());

        // Then
        assertEquals(
                List.of(new RuleLine("broken", Verdict.UNKNOWN, null)),
                decided.explanation().stages().get(1).rules());
    }

    @Test
    void shouldSupportTheFunctionsOfCel() {
        // Given
        RuleSet rules = rules(
                "false",
                "device.id.startsWith('ph') && (size(device.id) % 2 == 1 ? device.id.matches('p.*e') : false)");

        // When
        Decided decided = rules.decide(facts());

        // Then
        assertEquals(10.0, decided.explanation().candidates().getFirst().score());
    }

    private static RuleSet rules(String condition, String scoring) {
        String file = """
                language: 1
                name: fallback
                opt_out:
                  - rule: broken
                    when: "%s"
                    then: suppress
                scores:
                  - rule: scored
                    when: "%s"
                    score: size(device.id) * 2
                policies:
                  default:
                    ack_window: {low: 2m, normal: 2m, high: 45s, critical: 15s}
                    ring: []
                otherwise: hold
                """.formatted(condition, scoring);
        return RuleFiles.parse("fallback", file.getBytes(StandardCharsets.UTF_8));
    }

    private static Facts facts() {
        DeviceFacts phone =
                new DeviceFacts(new DeviceId("phone"), null, true, AttentionState.ACTIVE, 1, NOW, NOW, null, null, 0);
        return new Facts(
                NOW,
                new NotificationFacts(
                        "ntf_1",
                        "chat",
                        Priority.NORMAL,
                        NOW,
                        NOW.plusSeconds(60),
                        "default",
                        GroupRole.ONE_PERSON,
                        Progress.NONE),
                new UserFacts(null, null, Set.of()),
                List.of(phone));
    }
}
