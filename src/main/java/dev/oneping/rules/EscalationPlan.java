package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import dev.oneping.rules.rule.Policy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The possible next positions of an escalation, in order: the same step again if it repeats, the steps after it, all
 * steps of the next round, and finally an implicit step for any untried device. Steps without a target are skipped,
 * so only attempts use up rounds. A critical notification always has that implicit step, so that no policy can keep
 * it from an available device.
 */
final class EscalationPlan {

    private final String name;
    private final Policy policy;
    private final boolean hasFinalStep;
    private final List<EscalationPosition> positions = new ArrayList<>();

    private EscalationPlan(String name, Policy policy, boolean critical) {
        this.name = name;
        this.policy = policy;
        this.hasFinalStep = critical || policy.afterwards() == Policy.Afterwards.HOLD;
    }

    static List<EscalationPosition> after(
            @Nullable EscalationPosition last, String name, Policy policy, boolean critical) {
        boolean begun = last != null
                && last.policy().equals(name)
                && last.step() <= policy.steps().size() + 1;
        return new EscalationPlan(name, policy, critical).from(begun ? last : null);
    }

    private List<EscalationPosition> from(@Nullable EscalationPosition last) {
        if (last == null) {
            addSteps(1, 1);
            addAfterwards(1);
            return positions;
        }
        if (last.turn() <= policy.step(last.step()).then().repeat()) {
            positions.add(new EscalationPosition(name, last.round(), last.step(), last.turn() + 1));
        }
        if (last.step() > policy.steps().size()) {
            return positions;
        }
        addSteps(last.round(), last.step() + 1);
        if (last.round() < policy.maxRounds()) {
            addSteps(last.round() + 1, 1);
        }
        addAfterwards(last.round());
        return positions;
    }

    private void addSteps(int round, int from) {
        for (int step = from; step <= policy.steps().size(); step++) {
            positions.add(new EscalationPosition(name, round, step, 1));
        }
    }

    private void addAfterwards(int round) {
        if (hasFinalStep) {
            positions.add(new EscalationPosition(name, round, policy.steps().size() + 1, 1));
        }
    }
}
