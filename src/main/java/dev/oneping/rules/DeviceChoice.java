package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import dev.oneping.model.GroupRole;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation.Fate;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.UserFacts;
import dev.oneping.rules.rule.Filter;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.PolicyStep;
import dev.oneping.rules.rule.PolicyTarget;
import dev.oneping.rules.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next target: follows the steps of the policy from the current position, and takes the first that finds
 * a target. For a step that targets a device, that is the device online (or offline, for a push) and not yet tried
 * that no filter excludes and that has the highest score.
 */
record DeviceChoice(List<Rule<Filter>> filters, List<Rule<Score>> scores) {

    /** The channel by which the user enables the devices, whether they are connected or reached by a push service. */
    private static final String PUSH = "push";

    /** Temporary exclusions before permanent ones. */
    private static final Comparator<DeviceSelection.Excluded> SOONEST =
            Comparator.comparing(DeviceSelection.Excluded::permanent).thenComparing(DeviceSelection.Excluded::until);

    DeviceChoice {
        filters = List.copyOf(filters);
        scores = List.copyOf(scores);
    }

    /** Chooses a target, and adds a line for every device to the explanation. */
    DeviceSelection make(EvaluationContext context, String name, Policy policy, ExplanationBuilder builder) {
        Evaluation evaluation = evaluation(context);
        List<RuleLine> steps = new ArrayList<>();
        DeviceSelection choice = along(
                EscalationPlan.after(context.progress().last(), name, policy, context.isCritical()),
                policy,
                evaluation,
                steps,
                context);
        explain(choice, evaluation, steps, policy, builder);
        context.facts().devices().stream()
                .filter(device -> !device.online() && !evaluation.hasConsidered(device))
                .forEach(builder::offline);
        return choice;
    }

    private Evaluation evaluation(EvaluationContext context) {
        return new Evaluation(
                candidates(context, DeviceFacts::online), context.facts().user());
    }

    private List<Candidate> candidates(EvaluationContext context, Predicate<DeviceFacts> which) {
        List<Candidate> candidates = new ArrayList<>(context.facts().devices().size());
        for (DeviceFacts device : context.facts().devices()) {
            if (which.test(device)) {
                Candidate candidate = new Candidate(context, device);
                candidate.filter(filters);
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private DeviceSelection along(
            List<EscalationPosition> positions,
            Policy policy,
            Evaluation evaluation,
            List<RuleLine> lines,
            EvaluationContext context) {
        DeviceSelection.@Nullable Excluded soonest = null;
        for (EscalationPosition position : positions) {
            Rule<PolicyStep> step = policy.step(position.step());
            Verdict verdict = verdict(step, context);
            lines.add(new RuleLine(step.name(), verdict, null));
            if (verdict.matches()) {
                Optional<DeviceSelection> found = at(position, step.then(), evaluation, context);
                if (found.isPresent() && !(found.get() instanceof DeviceSelection.Excluded)) {
                    return found.get();
                }
                if (found.isPresent() && found.get() instanceof DeviceSelection.Excluded excluded) {
                    soonest = soonest == null || SOONEST.compare(excluded, soonest) < 0 ? excluded : soonest;
                }
            }
        }
        return soonest != null ? soonest : new DeviceSelection.Nobody(noTargetReason(evaluation));
    }

    private static Verdict verdict(Rule<PolicyStep> step, EvaluationContext context) {
        boolean nobodyElse = step.then().to() instanceof PolicyTarget.Everyone
                && context.notification().circle() != GroupRole.ONE_OF_GROUP;
        return nobodyElse ? Verdict.NOBODY_ELSE : step.verdict(context, true);
    }

    /** The target that a step finds; an exclusion if it found devices but rules exclude all of them. */
    private Optional<DeviceSelection> at(
            EscalationPosition position, PolicyStep step, Evaluation evaluation, EvaluationContext context) {
        return switch (step.to()) {
            case PolicyTarget.Channel(String channel) -> channel(channel, position, step, context);
            case PolicyTarget.Everyone() ->
                Optional.of(new DeviceSelection.Chosen(new DecisionTarget.Everyone(), step, position, null));
            case PolicyTarget.Push() -> push(position, step, evaluation, context);
            case PolicyTarget.OfDevices devices -> device(position, step, devices, evaluation);
        };
    }

    private static Optional<DeviceSelection> channel(
            String channel, EscalationPosition position, PolicyStep step, EvaluationContext context) {
        UserFacts user = context.facts().user();
        return user.channels().contains(channel) && isEnabled(channel, user)
                ? Optional.of(new DeviceSelection.Chosen(new DecisionTarget.OnChannel(channel), step, position, null))
                : Optional.empty();
    }

    private static boolean isEnabled(String channel, UserFacts user) {
        Set<String> enabled = user.preferences().channels();
        return enabled == null || enabled.contains(channel);
    }

    private Optional<DeviceSelection> push(
            EscalationPosition position, PolicyStep step, Evaluation evaluation, EvaluationContext context) {
        if (!isEnabled(PUSH, context.facts().user())) {
            return Optional.empty();
        }
        List<Candidate> pushable = candidates(context, device -> device.isPushable(position.round()));
        evaluation.setPushable(pushable);
        Optional<DeviceSelection> device = best(
                pushable,
                evaluation,
                winner -> new DecisionTarget.OnPush(winner.device().id()),
                step,
                position);
        return device.isPresent() ? device : channel(PUSH, position, step, context);
    }

    private Optional<DeviceSelection> device(
            EscalationPosition position, PolicyStep step, PolicyTarget.OfDevices to, Evaluation evaluation) {
        if (!isEnabled(PUSH, evaluation.user())) {
            return Optional.empty();
        }
        boolean again = position.turn() > 1 && !(to instanceof PolicyTarget.NextDevice);
        List<Candidate> asked = evaluation.online().stream()
                .filter(candidate -> candidate.isAdmitted(to))
                .filter(candidate -> again || candidate.device().triedRound() < position.round())
                .toList();
        return best(
                asked,
                evaluation,
                winner -> new DecisionTarget.OnDevice(winner.device().id()),
                step,
                position);
    }

    /**
     * The device with the highest score, or the first exclusion to end if all are excluded; empty if there are no
     * devices.
     */
    private Optional<DeviceSelection> best(
            List<Candidate> asked,
            Evaluation evaluation,
            Function<Candidate, DecisionTarget> target,
            PolicyStep step,
            EscalationPosition position) {
        List<Candidate> left = asked.stream()
                .filter(candidate -> candidate.exclusion() == null)
                .toList();
        if (left.isEmpty()) {
            return asked.stream()
                    .map(Candidate::exclusion)
                    .filter(DeviceSelection.Excluded.class::isInstance)
                    .map(DeviceSelection.Excluded.class::cast)
                    .min(SOONEST)
                    .map(DeviceSelection.class::cast);
        }
        left.forEach(candidate -> candidate.computeScore(scores));
        Candidate winner = left.stream().min(Candidate.BEST_FIRST).orElseThrow();
        evaluation.won(winner, left);
        return Optional.of(new DeviceSelection.Chosen(target.apply(winner), step, position, winner.context()));
    }

    private static void explain(
            DeviceSelection choice,
            Evaluation evaluation,
            List<RuleLine> steps,
            Policy policy,
            ExplanationBuilder builder) {
        boolean nobody =
                choice instanceof DeviceSelection.Nobody || evaluation.online().isEmpty();
        builder.stage(DecisionStage.CANDIDATES, nobody ? noTargetReason(evaluation) : "found");
        switch (choice) {
            case DeviceSelection.Nobody nobodyAtAll -> builder.stage(DecisionStage.ESCALATION, "no_step", steps);
            case DeviceSelection.Excluded excluded -> {
                builder.stage(DecisionStage.CONTEXT, excluded.reason());
                builder.stage(DecisionStage.ESCALATION, "no_step", steps);
            }
            case DeviceSelection.Chosen chosen -> {
                builder.stage(DecisionStage.CONTEXT, evaluation.anyExcluded() ? "some_excluded" : "passed");
                builder.stage(
                        DecisionStage.ESCALATION,
                        policy.step(chosen.at().step()).name(),
                        steps);
                if (chosen.from() != null) {
                    builder.stage(DecisionStage.SCORES, "scored");
                }
                builder.stage(DecisionStage.PICK, evaluation.how(chosen.target()));
            }
            case DeviceSelection.Waits waits -> throw new IllegalStateException("steps do not wait: " + waits);
        }
        evaluation.lines(choice, builder);
    }

    private static String noTargetReason(Evaluation evaluation) {
        if (evaluation.online().isEmpty()) {
            return "no_device_online";
        }
        return isEnabled(PUSH, evaluation.user()) ? "all_devices_tried" : "devices_not_enabled";
    }

    /** The devices considered in one decision, and the chosen one. */
    private static final class Evaluation {

        private final List<Candidate> online;
        private final UserFacts user;
        private List<Candidate> pushable = List.of();
        private List<Candidate> compared = List.of();
        private @Nullable Candidate winner;

        Evaluation(List<Candidate> online, UserFacts user) {
            this.online = online;
            this.user = user;
        }

        UserFacts user() {
            return user;
        }

        List<Candidate> online() {
            return online;
        }

        void setPushable(List<Candidate> devices) {
            pushable = devices;
        }

        boolean hasConsidered(DeviceFacts device) {
            return pushable.stream().anyMatch(candidate -> candidate.device().equals(device));
        }

        boolean anyExcluded() {
            return Stream.concat(online.stream(), pushable.stream())
                    .anyMatch(candidate -> candidate.exclusion() != null);
        }

        void won(Candidate best, List<Candidate> among) {
            winner = best;
            compared = among;
        }

        String how(DecisionTarget target) {
            return switch (target) {
                case DecisionTarget.OnChannel ignored -> "channel";
                case DecisionTarget.Everyone ignored -> "everyone";
                case DecisionTarget.OnDevice ignored -> byPoints();
                case DecisionTarget.OnPush ignored -> byPoints();
            };
        }

        private String byPoints() {
            return compared.size() == 1
                    ? "only_candidate"
                    : tied() ? "tie_broken" : byPreference() ? "preferred" : "highest_score";
        }

        private static String whyLost(Candidate loser, Candidate winner) {
            if (winner.isPreferred() && !loser.isPreferred()) {
                return "not_preferred";
            }
            return loser.score() == winner.score() ? "tie_broken" : "lower_score";
        }

        private boolean tied() {
            return compared.stream()
                    .anyMatch(each -> each != winner
                            && winner != null
                            && each.score() == winner.score()
                            && each.isPreferred() == winner.isPreferred());
        }

        private boolean byPreference() {
            return winner != null && winner.isPreferred() && compared.stream().anyMatch(each -> !each.isPreferred());
        }

        void lines(DeviceSelection choice, ExplanationBuilder builder) {
            List<Candidate> best = new ArrayList<>(online);
            best.addAll(pushable);
            best.sort(Candidate.BEST_FIRST);
            for (Candidate candidate : best) {
                if (candidate == winner && choice instanceof DeviceSelection.Chosen chosen) {
                    builder.candidate(candidate.line(Fate.CHOSEN, how(chosen.target())));
                } else if (winner != null && compared.contains(candidate)) {
                    builder.candidate(candidate.line(Fate.LOST, whyLost(candidate, winner)));
                } else if (candidate.exclusion() != null) {
                    builder.candidate(
                            candidate.line(Fate.EXCLUDED, candidate.exclusion().reason()));
                } else {
                    String why = candidate.device().triedRound() > 0 ? "tried" : "not_asked";
                    builder.candidate(candidate.line(Fate.UNAVAILABLE, why));
                }
            }
        }
    }
}
