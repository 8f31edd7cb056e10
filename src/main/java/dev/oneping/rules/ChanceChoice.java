package dev.oneping.rules;

import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation.Fate;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.rule.ByChance;
import dev.oneping.rules.rule.Filter;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next target by chance: of all devices that a session or a push reaches, the one whose ring is worth most
 * more than it costs; if none is worth a ring, it waits. Devices in use show the notification without a sound meanwhile.
 */
record ChanceChoice(List<Rule<Filter>> filters, List<Rule<Score>> logOdds, PresentationStage manner) {

    /** The channel by which the user enables the devices, whether they are connected or reached by a push service. */
    private static final String PUSH = "push";

    private static final Comparator<DeviceSelection.Excluded> SOONEST =
            Comparator.comparing(DeviceSelection.Excluded::permanent).thenComparing(DeviceSelection.Excluded::until);

    /** Chooses a target, and adds a line for every device to the explanation. */
    DeviceSelection make(
            EvaluationContext context, String name, Policy policy, ByChance by, ExplanationBuilder builder) {
        UserFacts user = context.facts().user();
        if (user.preferences().channels() != null
                && !user.preferences().channels().contains(PUSH)) {
            return nobody("devices_not_enabled", builder);
        }
        ChanceFacts facts = new ChanceFacts(context, by.priors());
        List<ChanceCandidate> all = candidates(context, facts, by, builder);
        List<ChanceCandidate> open = all.stream()
                .filter(each -> each.candidate().exclusion() == null)
                .toList();
        ChanceTurn turn = new ChanceTurn(context, facts, policy, by, open);
        if (all.isEmpty() && user.channels().contains(PUSH)) {
            return pushChannel(turn, name, builder);
        }
        if (all.isEmpty()) {
            return nobody("no_device_online", builder);
        }
        builder.stage(DecisionStage.CANDIDATES, "found");
        if (open.isEmpty()) {
            return excluded(all, builder);
        }
        for (ChanceCandidate each : open) {
            each.present(manner.quietly(each.candidate().context()));
        }
        builder.stage(DecisionStage.CONTEXT, open.size() < all.size() ? "some_excluded" : "passed");
        DeviceSelection choice = turn.choose(name);
        explain(choice, turn, all, builder);
        return choice;
    }

    private List<ChanceCandidate> candidates(
            EvaluationContext context, ChanceFacts facts, ByChance by, ExplanationBuilder builder) {
        List<ChanceCandidate> candidates =
                new ArrayList<>(context.facts().devices().size());
        for (DeviceFacts device : context.facts().devices()) {
            if (device.online() || device.pushedRound() != null) {
                Candidate candidate = new Candidate(context, device);
                candidate.filter(filters);
                candidates.add(new ChanceCandidate(candidate, facts, by.priors(), candidate.sum(logOdds)));
            } else {
                builder.offline(device);
            }
        }
        return candidates;
    }

    private static DeviceSelection nobody(String reason, ExplanationBuilder builder) {
        builder.stage(DecisionStage.CANDIDATES, reason);
        builder.stage(DecisionStage.ESCALATION, "no_step");
        return new DeviceSelection.Nobody(reason);
    }

    private static DeviceSelection excluded(List<ChanceCandidate> all, ExplanationBuilder builder) {
        DeviceSelection.Excluded soonest = all.stream()
                .map(each -> each.candidate().exclusion())
                .filter(DeviceSelection.Excluded.class::isInstance)
                .map(DeviceSelection.Excluded.class::cast)
                .min(SOONEST)
                .orElseThrow();
        builder.stage(DecisionStage.CONTEXT, soonest.reason());
        all.forEach(each -> builder.candidate(each.line(Fate.EXCLUDED, reasonOf(each))));
        return soonest;
    }

    /** The app's own push channel, for a user without any known device. */
    private static DeviceSelection pushChannel(ChanceTurn turn, String name, ExplanationBuilder builder) {
        builder.stage(DecisionStage.CANDIDATES, "no_device_online");
        DeviceSelection choice = turn.pushChannel(name);
        builder.stage(DecisionStage.ESCALATION, "by_chance");
        builder.stage(DecisionStage.PICK, choice instanceof DeviceSelection.Chosen ? "channel" : "not_worth_a_ring");
        return choice;
    }

    private static void explain(
            DeviceSelection choice, ChanceTurn turn, List<ChanceCandidate> all, ExplanationBuilder builder) {
        builder.stage(DecisionStage.ESCALATION, "by_chance");
        builder.stage(DecisionStage.SCORES, "chances");
        builder.fact("user.asleep_chance", turn.asleep());
        builder.fact("notification.unseen_chance", turn.unseen());
        String pick = switch (choice) {
            case DeviceSelection.Chosen chosen when chosen.silently() -> "shown_without_sound";
            case DeviceSelection.Chosen ignored -> turn.how();
            case DeviceSelection.Waits waits -> waits.reason();
            default -> "not_worth_a_ring";
        };
        builder.stage(DecisionStage.PICK, pick);
        List<ChanceCandidate> best = new ArrayList<>(all);
        best.sort(ChanceCandidate.BEST_FIRST);
        for (ChanceCandidate each : best) {
            if (each.candidate().exclusion() != null) {
                builder.candidate(each.line(Fate.EXCLUDED, reasonOf(each)));
            } else if (each == turn.winner()) {
                builder.candidate(each.line(Fate.CHOSEN, pick));
            } else {
                builder.candidate(each.line(Fate.LOST, turn.whyLost(each)));
            }
        }
    }

    private static String reasonOf(ChanceCandidate excluded) {
        DeviceSelection.@Nullable Excluded exclusion = excluded.candidate().exclusion();
        return exclusion == null ? "" : exclusion.reason();
    }
}
