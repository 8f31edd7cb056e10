package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an escalation can go from where it is, in order: the same step again if it repeats, the steps after it, all steps
 * in the next round, and in the end whoever comes after all. Steps that find nobody are passed over, so only attempts use
 * rounds up. A critical notification never lacks that last step, so that no policy can keep it from a device that is there.
 */
final class EscalationPlan {

    private final String name;
    private final Policy policy;
    private final boolean anybody;
    private final List<EscalationPosition> places = new ArrayList<>();

    private EscalationPlan(String name, Policy policy, boolean critical) {
        this.name = name;
        this.policy = policy;
        this.anybody = critical || policy.afterwards() == Policy.Afterwards.HOLD;
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
            return places;
        }
        if (last.turn() <= policy.step(last.step()).then().repeat()) {
            places.add(new EscalationPosition(name, last.round(), last.step(), last.turn() + 1));
        }
        if (last.step() > policy.steps().size()) {
            return places;
        }
        addSteps(last.round(), last.step() + 1);
        if (last.round() < policy.maxRounds()) {
            addSteps(last.round() + 1, 1);
        }
        addAfterwards(last.round());
        return places;
    }

    private void addSteps(int round, int from) {
        for (int step = from; step <= policy.steps().size(); step++) {
            places.add(new EscalationPosition(name, round, step, 1));
        }
    }

    private void addAfterwards(int round) {
        if (anybody) {
            places.add(new EscalationPosition(name, round, policy.steps().size() + 1, 1));
        }
    }
}
