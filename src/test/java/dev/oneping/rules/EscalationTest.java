package dev.oneping.rules;

import static dev.oneping.rules.Given.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.Freshness;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.DeviceKind;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.rule.AckWindow;
import dev.oneping.rules.rule.Otherwise;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.Policy.Afterwards;
import dev.oneping.rules.rule.Policy.Bounds;
import dev.oneping.rules.rule.PolicyStep;
import dev.oneping.rules.rule.PolicyTarget;
import dev.oneping.rules.rule.Rule;
import dev.oneping.rules.rule.RuleDefinitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way along the steps of a policy, attempt by attempt, when nobody ever answers. */
class EscalationTest {

    @Test
    void shouldTryEachDeviceOnceThenHold() {
        // Given
        Policy policy = Policy.oneAfterTheOther("default", PolicyStep.DEFAULT_ACK, Set.of());

        // When
        Way way = new Way(policy).go("laptop", "phone");

        // Then
        assertEquals(List.of("laptop 1/1/1", "phone 1/2/1"), way.attempts);
        assertEquals(new Decision.Hold("all_devices_tried", NOW.plusSeconds(3600)), way.end);
    }

    @Test
    void shouldRepeatAStepBeforeTheNextThenStartTheNextRound() {
        // Given
        Policy policy = policy(
                2,
                Afterwards.EXHAUST,
                null,
                always(new PolicyTarget.AttentiveDevice(), 1),
                always(new PolicyTarget.Channel("push"), 0),
                always(new PolicyTarget.Channel("email"), 0));

        // When
        Way way = new Way(policy, "email").go("laptop");

        // Then
        assertEquals(
                List.of("laptop 1/1/1", "laptop 1/1/2", "email 1/3/1", "laptop 2/1/1", "laptop 2/1/2", "email 2/3/1"),
                way.attempts);
        assertEquals(new Decision.Exhaust("all_rounds_over"), way.end);
    }

    @Test
    void shouldSkipAStepWhoseConditionDoesNotHold() {
        // Given
        Policy policy = policy(
                1,
                Afterwards.EXHAUST,
                null,
                new Rule<>(
                        "p/1", ignored -> Truth.FALSE, Rule.WhenUnknown.SKIP, step(new PolicyTarget.NextDevice(), 0)),
                always(new PolicyTarget.Channel("push"), 0));

        // When
        Way way = new Way(policy, "push").go("laptop");

        // Then
        assertEquals(List.of("push 1/2/1"), way.attempts);
    }

    @Test
    void shouldTryALateDeviceWhileHolding() {
        // Given
        Policy policy = policy(1, Afterwards.HOLD, null, always(new PolicyTarget.Channel("push"), 0));
        Way way = new Way(policy, "push").go();

        // When
        way.go("laptop");

        // Then
        assertEquals(List.of("push 1/1/1", "laptop 1/2/1"), way.attempts);
    }

    @Test
    void shouldStartNoAttemptAfterTheDeadline() {
        // Given
        Policy policy =
                policy(5, Afterwards.EXHAUST, Duration.ofSeconds(150), always(new PolicyTarget.AttentiveDevice(), 3));

        // When
        Way way = new Way(policy).go("laptop");

        // Then
        assertEquals(List.of("laptop 1/1/1", "laptop 1/1/2"), way.attempts);
        assertEquals(Duration.ofSeconds(30), way.windows.getLast().length());
        assertEquals(new Decision.Exhaust("plan_deadline"), way.end);
    }

    @Test
    void shouldTryOnlyDevicesOfTheKindInTheStep() {
        // Given
        Policy policy = policy(1, Afterwards.EXHAUST, null, always(new PolicyTarget.OfKind(DeviceKind.MOBILE), 0));

        // When
        Way way = new Way(policy).go("laptop:web", "phone:ios", "thing");

        // Then
        assertEquals(List.of("phone 1/1/1"), way.attempts);
    }

    @ParameterizedTest
    @EnumSource(GroupRole.class)
    void shouldNotifyEveryoneOnlyIfOthersAreLeft(GroupRole circle) {
        // Given
        Policy policy = policy(
                1,
                Afterwards.EXHAUST,
                null,
                always(new PolicyTarget.AttentiveDevice(), 0),
                always(new PolicyTarget.Everyone(), 0));

        // When
        Way way = new Way(policy).in(circle).go("laptop");

        // Then
        boolean others = circle == GroupRole.ONE_OF_GROUP;
        assertEquals(others ? List.of("laptop 1/1/1", "everyone 1/2/1") : List.of("laptop 1/1/1"), way.attempts);
        assertEquals(others ? Verdict.MATCHED : Verdict.NOBODY_ELSE, way.lastStep);
        assertEquals(new Decision.Exhaust("all_rounds_over"), way.end);
    }

    private static Policy policy(
            int rounds, Afterwards afterwards, @Nullable Duration deadline, List<Rule<PolicyStep>> steps) {
        return new Policy(steps, Set.of(), rounds, deadline, Bounds.DEFAULT, afterwards);
    }

    @SafeVarargs
    private static Policy policy(
            int rounds, Afterwards afterwards, @Nullable Duration deadline, Rule<PolicyStep>... steps) {
        return policy(rounds, afterwards, deadline, List.of(steps));
    }

    private static Rule<PolicyStep> always(PolicyTarget to, int repeat) {
        return new Rule<>("step", Condition.ALWAYS, Rule.WhenUnknown.MATCH, step(to, repeat));
    }

    private static PolicyStep step(PolicyTarget to, int repeat) {
        return new PolicyStep(to, PolicyStep.DEFAULT_ACK, repeat);
    }

    /** Decides again and again, each time as if the attempt before had stayed without an answer. */
    private static final class Way {
        private final RuleSet rules;
        private final Set<String> channels;
        private final List<String> attempts = new ArrayList<>();
        private final List<AckWindow> windows = new ArrayList<>();
        private final List<String> tried = new ArrayList<>();
        private Progress progress = Progress.NONE;
        private Duration gone = Duration.ZERO;
        private GroupRole circle = GroupRole.ONE_PERSON;
        private @Nullable Verdict lastStep;
        private @Nullable Decision end;

        Way(Policy policy, String... channels) {
            this.channels = Set.of(channels);
            this.rules = new RuleSet(
                    "test@1",
                    new RuleDefinitions(
                            Freshness.DEFAULT,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            Map.of("default", policy),
                            Otherwise.HOLD));
        }

        Way in(GroupRole wanted) {
            circle = wanted;
            return this;
        }

        Way go(String... devices) {
            end = decide(devices);
            while (end instanceof Decision.Deliver deliver) {
                windows.add(deliver.window());
                gone = gone.plus(deliver.window().length());
                EscalationPosition at = deliver.at();
                String to = name(deliver.target());
                attempts.add("%s %d/%d/%d".formatted(to, at.round(), at.step(), at.turn()));
                tried.add(to + at.round());
                progress = new Progress(progress.attempts() + 1, at, NOW);
                end = decide(devices);
            }
            return this;
        }

        private static String name(DecisionTarget target) {
            return switch (target) {
                case DecisionTarget.OnDevice(DeviceId device) -> device.value();
                case DecisionTarget.OnPush(DeviceId device) -> device.value();
                case DecisionTarget.OnChannel(String channel) -> channel;
                case DecisionTarget.Everyone() -> "everyone";
            };
        }

        private Decision decide(String... devices) {
            NotificationFacts notification = new NotificationFacts(
                    "ntf_1", "chat", Priority.NORMAL, NOW, NOW.plusSeconds(3600), "default", circle, progress);
            List<DeviceFacts> facts =
                    List.of(devices).stream().map(this::device).toList();
            Decided decided =
                    rules.decide(new Facts(NOW.plus(gone), notification, new UserFacts(null, null, channels), facts));
            decided.explanation().stages().stream()
                    .filter(line -> line.stage() == DecisionStage.ESCALATION)
                    .flatMap(line -> line.rules().stream())
                    .forEach(step -> lastStep = step.verdict());
            return decided.decision();
        }

        private DeviceFacts device(String name) {
            String[] parts = name.split(":", 2);
            int round = 0;
            for (int each = 1; each <= 20; each++) {
                round = tried.contains(parts[0] + each) ? each : round;
            }
            return new DeviceFacts(
                    new DeviceId(parts[0]),
                    parts.length > 1 ? parts[1] : null,
                    true,
                    AttentionState.ACTIVE,
                    1,
                    NOW,
                    NOW,
                    null,
                    null,
                    round);
        }
    }
}
