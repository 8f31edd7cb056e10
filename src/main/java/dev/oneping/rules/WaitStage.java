package dev.oneping.rules;

import dev.oneping.model.DeliverWhen;
import dev.oneping.model.DeliverWhen.Surroundings;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.expression.AnyDevice;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.expression.Variable;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.rule.Gate;
import dev.oneping.rules.rule.Rule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stage that holds a notification until the app's {@code deliver_when} condition is met. It holds only before the
 * first attempt and never beyond the deadline; an unknown condition holds too, unless the notification is critical.
 */
final class WaitStage {

    private static final String NAME = "deliver_when";

    private WaitStage() {}

    /** Evaluates the stage; returns its decision, or empty if the notification passes. */
    static Optional<Decision> pass(EvaluationContext context, ExplanationBuilder builder) {
        DeliverWhen wait = context.notification().deliverWhen();
        if (wait == null || context.progress().attempts() > 0) {
            return Optional.empty();
        }
        Condition release = new AnyDevice(at -> any(wait.anyOf(), at));
        Gate hold = new Gate.Hold(null, wait.within(), wait.by(), release);
        Rule<Gate> rule = new Rule<>(NAME, Condition.ALWAYS, Rule.WhenUnknown.MATCH, hold);
        return new GateStage(DecisionStage.WAIT, List.of(rule)).pass(context, builder);
    }

    private static Truth any(List<Surroundings> wanted, EvaluationContext at) {
        Truth any = Truth.FALSE;
        for (Surroundings each : wanted) {
            any = any.or(all(each, at));
        }
        return any;
    }

    private static Truth all(Surroundings wanted, EvaluationContext at) {
        return is(Variable.DEVICE_NETWORK, wanted.network(), at)
                .and(is(Variable.DEVICE_CHARGING, wanted.charging(), at))
                .and(isIn(wanted.place(), at))
                .and(isActive(wanted.active(), at));
    }

    private static Truth is(Variable fact, @Nullable Object wanted, EvaluationContext at) {
        if (wanted == null) {
            return Truth.TRUE;
        }
        Object known = at.value(fact);
        return known == null ? Truth.UNKNOWN : Truth.of(known.equals(wanted));
    }

    private static Truth isIn(@Nullable String place, EvaluationContext at) {
        if (place == null) {
            return Truth.TRUE;
        }
        Object known = at.value(Variable.DEVICE_PLACES);
        return known == null ? Truth.UNKNOWN : Truth.of(((List<?>) known).contains(place));
    }

    private static Truth isActive(@Nullable Boolean wanted, EvaluationContext at) {
        if (wanted == null) {
            return Truth.TRUE;
        }
        Object known = at.value(Variable.DEVICE_ATTENTION);
        return known == null ? Truth.UNKNOWN : Truth.of(Objects.equals(known, AttentionState.ACTIVE) == wanted);
    }
}
