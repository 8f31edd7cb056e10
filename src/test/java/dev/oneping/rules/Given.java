package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.GroupRole;
import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.expression.Freshness;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.History;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.rule.AckWindow;
import dev.oneping.rules.rule.Filter;
import dev.oneping.rules.rule.Gate;
import dev.oneping.rules.rule.Otherwise;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.Rule;
import dev.oneping.rules.rule.RuleDefinitions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The facts and rules that tests of the core begin with. */
final class Given {

    static final Instant NOW = Instant.parse("2026-03-14T12:00:00Z");
    static final Policy POLICY = policy(Duration.ofMinutes(2));

    private Given() {}

    static Policy policy(Duration window) {
        Map<Priority, Duration> windows = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            windows.put(priority, window);
        }
        return Policy.oneAfterTheOther("default", windows, Set.of(Priority.NORMAL));
    }

    static NotificationFacts notification(Priority priority) {
        return new NotificationFacts(
                "ntf_1",
                "chat",
                priority,
                NOW.minusSeconds(60),
                NOW.plusSeconds(3600),
                "default",
                GroupRole.ONE_PERSON,
                Progress.NONE);
    }

    static DeviceFacts device(String name) {
        return new DeviceFacts(new DeviceId(name), null, true, AttentionState.ACTIVE, 1, NOW, NOW, null, null, 0);
    }

    static Facts facts(Priority priority, DeviceFacts... devices) {
        return new Facts(NOW, notification(priority), new UserFacts(null, null, Set.of()), List.of(devices));
    }

    static Decision.Deliver deliver(String device, Duration window, boolean ring, String policy) {
        return new Decision.Deliver(
                new DecisionTarget.OnDevice(new DeviceId(device)),
                AckWindow.of(window),
                ring,
                Variant.RICH,
                new EscalationPosition(policy, 1, 1, 1),
                new History.Interruption(NOW, "chat", Map.of()));
    }

    static <T> Rule<T> rule(String name, Truth truth, T then) {
        return new Rule<>(name, situation -> truth, Rule.WhenUnknown.SKIP, then);
    }

    static Score points(double points) {
        Score.Points constant = Score.Points.of(points);
        return situation -> constant;
    }

    /** A frame of which a test says only what it is about. */
    static final class FrameOf {
        private List<Rule<Gate>> optOut = List.of();
        private List<Rule<Gate>> preferences = List.of();
        private List<Rule<Gate>> quiet = List.of();
        private List<Rule<Filter>> context = List.of();
        private List<Rule<Score>> scores = List.of();
        private Otherwise otherwise = Otherwise.HOLD;

        @SafeVarargs
        final FrameOf optOut(Rule<Gate>... rules) {
            optOut = List.of(rules);
            return this;
        }

        @SafeVarargs
        final FrameOf preferences(Rule<Gate>... rules) {
            preferences = List.of(rules);
            return this;
        }

        @SafeVarargs
        final FrameOf quiet(Rule<Gate>... rules) {
            quiet = List.of(rules);
            return this;
        }

        @SafeVarargs
        final FrameOf context(Rule<Filter>... rules) {
            context = List.of(rules);
            return this;
        }

        @SafeVarargs
        final FrameOf scores(Rule<Score>... rules) {
            scores = List.of(rules);
            return this;
        }

        FrameOf otherwise(Otherwise wanted) {
            otherwise = wanted;
            return this;
        }

        Decided decide(Facts facts) {
            Map<String, Policy> policies = Map.of("default", POLICY, "patient", policy(Duration.ofMinutes(10)));
            RuleDefinitions frame = new RuleDefinitions(
                    Freshness.DEFAULT, optOut, preferences, quiet, context, scores, policies, otherwise);
            return new RuleSet("test@1", frame).decide(facts);
        }
    }

    static @Nullable String reasonOf(Explanation explanation, DecisionStage stage) {
        return explanation.stages().stream()
                .filter(line -> line.stage() == stage)
                .map(Explanation.StageLine::reason)
                .findFirst()
                .orElse(null);
    }
}
