package dev.oneping.rules;

import static dev.oneping.rules.Given.NOW;
import static dev.oneping.rules.Given.device;
import static dev.oneping.rules.Given.facts;
import static dev.oneping.rules.Given.points;
import static dev.oneping.rules.Given.reasonOf;
import static dev.oneping.rules.Given.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.DeviceId;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.rules.Given.FrameOf;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.explain.Explanation.CandidateLine;
import dev.oneping.rules.explain.Explanation.Fate;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Explanation.StageLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.expression.Variable;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.rule.Filter;
import dev.oneping.rules.rule.Gate;
import dev.oneping.rules.rule.Otherwise;
import dev.oneping.rules.rule.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    private static final Gate.Hold HOLD = new Gate.Hold(null, Duration.ofMinutes(30));

    @Test
    void shouldExplainEveryStageInOrder() {
        // When
        Decided decided = new FrameOf().decide(facts(Priority.NORMAL, device("phone")));

        // Then
        List<DecisionStage> stages =
                decided.explanation().stages().stream().map(StageLine::stage).toList();
        assertEquals(
                List.of(
                        DecisionStage.EXPIRY,
                        DecisionStage.OPT_OUT,
                        DecisionStage.PREFERENCES,
                        DecisionStage.QUIET,
                        DecisionStage.COLLECT,
                        DecisionStage.LIMITS,
                        DecisionStage.POLICY,
                        DecisionStage.CANDIDATES,
                        DecisionStage.CONTEXT,
                        DecisionStage.ESCALATION,
                        DecisionStage.SCORES,
                        DecisionStage.PICK,
                        DecisionStage.ACK_WINDOW),
                stages);
        assertEquals(Given.deliver("phone", Duration.ofMinutes(2), true, "default"), decided.decision());
    }

    @Test
    void shouldStopAtTheStageThatDecides() {
        // Given
        FrameOf frame = new FrameOf()
                .optOut(rule("muted", Truth.TRUE, new Gate.Suppress()))
                .quiet(rule("night", Truth.TRUE, HOLD));

        // When
        Decided decided = frame.decide(facts(Priority.CRITICAL, device("phone")));

        // Then
        assertEquals(new Decision.Suppress("muted"), decided.decision());
        assertEquals(
                DecisionStage.OPT_OUT, decided.explanation().stages().getLast().stage());
        assertEquals(List.of(), decided.explanation().candidates());
    }

    @Test
    void shouldSkipOnlyTheLaterRulesOfItsStageOnAllow() {
        // Given
        FrameOf frame = new FrameOf()
                .preferences(
                        rule("wanted", Truth.TRUE, new Gate.Allow()), rule("unwanted", Truth.TRUE, new Gate.Suppress()))
                .quiet(rule("night", Truth.TRUE, HOLD));

        // When
        Decided decided = frame.decide(facts(Priority.NORMAL, device("phone")));

        // Then
        assertEquals(new Decision.Hold("night", NOW.plus(Duration.ofMinutes(29))), decided.decision());
        assertEquals("wanted", reasonOf(decided.explanation(), DecisionStage.PREFERENCES));
    }

    @Test
    void shouldHoldNoLongerThanAtMost() {
        // Given
        FrameOf frame = new FrameOf().quiet(rule("night", Truth.TRUE, new Gate.Hold(null, Duration.ofMinutes(1))));

        // When
        Decided decided = frame.decide(facts(Priority.NORMAL, device("phone")));

        // Then
        assertEquals(
                new RuleLine("night", Verdict.OVERDUE, null),
                decided.explanation().stages().get(3).rules().getFirst());
        assertEquals("only_candidate", reasonOf(decided.explanation(), DecisionStage.PICK));
    }

    @Test
    void shouldHoldNoLongerThanTheExpiry() {
        // Given
        FrameOf frame = new FrameOf().quiet(rule("night", Truth.TRUE, new Gate.Hold(null, Duration.ofDays(1))));

        // When
        Decided decided = frame.decide(facts(Priority.NORMAL, device("phone")));

        // Then
        assertEquals(new Decision.Hold("night", NOW.plusSeconds(3600)), decided.decision());
    }

    @Test
    void shouldSkipNameAndCountAFailingRule() {
        // Given
        FrameOf frame = new FrameOf()
                .quiet(rule("broken", Truth.FAILED, HOLD))
                .context(rule("broken_too", Truth.FAILED, new Filter.Exclude(null)))
                .scores(
                        rule("broken_points", Truth.TRUE, situation -> Score.Points.FAILED),
                        rule("sound", Truth.TRUE, points(7)));

        // When
        Decided decided = frame.decide(facts(Priority.NORMAL, device("phone")));

        // Then
        CandidateLine phone = decided.explanation().candidates().getFirst();
        assertEquals(Fate.CHOSEN, phone.fate());
        assertEquals(7.0, phone.score());
        assertEquals(3, decided.explanation().failures());
    }

    @Test
    void shouldHoldUntilTheFirstExclusionEndsWhenNoDeviceIsLeft() {
        // Given
        FrameOf frame = new FrameOf()
                .context(
                        new Rule<>(
                                "only_phone",
                                situation -> Truth.of("phone".equals(situation.value(Variable.DEVICE_ID))),
                                Rule.WhenUnknown.SKIP,
                                new Filter.Exclude(Duration.ofMinutes(10))),
                        rule("any", Truth.TRUE, new Filter.Exclude(null)));

        // When
        Decided decided = frame.decide(facts(Priority.NORMAL, device("laptop"), device("phone")));

        // Then
        assertEquals(new Decision.Hold("only_phone", NOW.plus(Duration.ofMinutes(9))), decided.decision());
        assertEquals(
                List.of("any", "only_phone"),
                decided.explanation().candidates().stream()
                        .map(CandidateLine::reason)
                        .toList());
    }

    @Test
    void shouldListTheBestDeviceFirst() {
        // Given
        FrameOf frame = new FrameOf()
                .scores(new Rule<>(
                        "phone_is_nearer",
                        situation -> Truth.of("phone".equals(situation.value(Variable.DEVICE_ID))),
                        Rule.WhenUnknown.SKIP,
                        points(5)));
        DeviceFacts tried =
                new DeviceFacts(new DeviceId("watch"), null, true, AttentionState.ACTIVE, 1, NOW, NOW, null, null, 1);

        // When
        Explanation explanation = frame.decide(facts(Priority.NORMAL, tried, device("laptop"), device("phone")))
                .explanation();

        // Then
        assertEquals(
                List.of("phone chosen highest_score", "laptop lost lower_score", "watch unavailable tried"),
                explanation.candidates().stream()
                        .map(line -> line.device() + " " + line.fate().code() + " " + line.reason())
                        .toList());
    }

    @Test
    void shouldApplyOtherwiseWithoutADevice() {
        // When
        Decided held = new FrameOf().decide(facts(Priority.NORMAL));
        Decided suppressed = new FrameOf().otherwise(Otherwise.SUPPRESS).decide(facts(Priority.NORMAL));

        // Then
        assertEquals(new Decision.Hold("no_device_online", NOW.plusSeconds(3600)), held.decision());
        assertEquals(new Decision.Suppress("no_device_online"), suppressed.decision());
        assertEquals("suppress", reasonOf(suppressed.explanation(), DecisionStage.OTHERWISE));
    }

    @Test
    void shouldUseTheWindowOfTheRequestedPolicy() {
        // Given
        Facts asked = new Facts(
                NOW,
                new NotificationFacts(
                        "ntf_1",
                        "chat",
                        Priority.HIGH,
                        NOW,
                        NOW.plusSeconds(3600),
                        "patient",
                        GroupRole.ONE_PERSON,
                        Progress.NONE),
                new UserFacts(null, null, Set.of()),
                List.of(device("phone")));

        // When
        Decided decided = new FrameOf().decide(asked);

        // Then
        assertEquals(Given.deliver("phone", Duration.ofMinutes(10), false, "patient"), decided.decision());
    }

    @Test
    void shouldTreatUnknownInFavorOfACriticalNotification() {
        // Given
        Rule<Gate> strict = new Rule<>("strict", situation -> Truth.UNKNOWN, Rule.WhenUnknown.MATCH, HOLD);
        FrameOf frame = new FrameOf().quiet(strict);
        FrameOf withException = new FrameOf()
                .quiet(rule("exception", Truth.UNKNOWN, new Gate.Allow()), rule("night", Truth.TRUE, HOLD));

        // When
        Decided normal = frame.decide(facts(Priority.HIGH, device("phone")));
        Decided critical = frame.decide(facts(Priority.CRITICAL, device("phone")));
        Decided excepted = withException.decide(facts(Priority.CRITICAL, device("phone")));

        // Then
        assertEquals("strict", reasonOf(normal.explanation(), DecisionStage.QUIET));
        assertEquals("passed", reasonOf(critical.explanation(), DecisionStage.QUIET));
        assertEquals("exception", reasonOf(excepted.explanation(), DecisionStage.QUIET));
    }

    @Test
    void shouldExplainWithStableCodesAndWithoutContent() {
        // Given
        FrameOf frame = new FrameOf().scores(rule("near", Truth.TRUE, points(5)));
        Explanation explanation =
                frame.decide(facts(Priority.NORMAL, device("phone"))).explanation();

        // When
        JsonNode json = new ObjectMapper().findAndRegisterModules().valueToTree(explanation);

        // Then
        assertEquals("expiry", json.at("/stages/0/stage").asText());
        assertEquals("chosen", json.at("/candidates/0/fate").asText());
        assertEquals("phone", json.at("/candidates/0/device").asText());
        assertEquals("matched", json.at("/candidates/0/rules/0/verdict").asText());
        assertFalse(json.toString().contains("chat"), json.toString());
        assertEquals(NOW, Instant.ofEpochSecond(json.at("/at").asLong()));
    }
}
