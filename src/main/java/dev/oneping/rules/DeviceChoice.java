package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import dev.oneping.model.GroupRole;
import dev.oneping.rules.Explanation.Fate;
import dev.oneping.rules.Explanation.RuleLine;
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
 * Looks for whom to ask next: goes along the steps of the policy from where the escalation is, and takes the first that
 * finds somebody. For a step that asks a device: who is online (or, for a push, who is not) and not yet asked, whom no filter
 * excludes, who has the most points.
 */
record DeviceChoice(List<Rule<Filter>> filters, List<Rule<Score>> scores) {

    /** What can be waited for goes before what is for good. */
    private static final Comparator<DeviceSelection.Excluded> SOONEST =
            Comparator.comparing(DeviceSelection.Excluded::forGood).thenComparing(DeviceSelection.Excluded::until);

    DeviceChoice {
        filters = List.copyOf(filters);
        scores = List.copyOf(scores);
    }

    /** Chooses, and writes a line for every device. */
    DeviceSelection make(EvaluationContext situation, String name, Policy policy, ExplanationBuilder trail) {
        Field field = field(situation);
        List<RuleLine> steps = new ArrayList<>();
        DeviceSelection choice = along(
                EscalationPlan.after(situation.progress().last(), name, policy, situation.isCritical()),
                policy,
                field,
                steps,
                situation);
        tell(choice, field, steps, policy, trail);
        situation.facts().devices().stream()
                .filter(device -> !device.online() && !field.hasLookedAt(device))
                .forEach(trail::offline);
        return choice;
    }

    private Field field(EvaluationContext situation) {
        return new Field(contenders(situation, DeviceFacts::online));
    }

    private List<Candidate> contenders(EvaluationContext situation, Predicate<DeviceFacts> which) {
        List<Candidate> contenders = new ArrayList<>(situation.facts().devices().size());
        for (DeviceFacts device : situation.facts().devices()) {
            if (which.test(device)) {
                Candidate contender = new Candidate(situation, device);
                contender.filter(filters);
                contenders.add(contender);
            }
        }
        return contenders;
    }

    private DeviceSelection along(
            List<EscalationPosition> places,
            Policy policy,
            Field field,
            List<RuleLine> lines,
            EvaluationContext situation) {
        DeviceSelection.@Nullable Excluded soonest = null;
        for (EscalationPosition place : places) {
            Rule<PolicyStep> step = policy.step(place.step());
            Verdict verdict = verdict(step, situation);
            lines.add(new RuleLine(step.name(), verdict, null));
            if (verdict.matches()) {
                Optional<DeviceSelection> found = at(place, step.then(), field, situation);
                if (found.isPresent() && !(found.get() instanceof DeviceSelection.Excluded)) {
                    return found.get();
                }
                if (found.isPresent() && found.get() instanceof DeviceSelection.Excluded excluded) {
                    soonest = soonest == null || SOONEST.compare(excluded, soonest) < 0 ? excluded : soonest;
                }
            }
        }
        return soonest != null ? soonest : new DeviceSelection.Nobody(whyNobody(field));
    }

    private static Verdict verdict(Rule<PolicyStep> step, EvaluationContext situation) {
        boolean nobodyElse = step.then().to() instanceof PolicyTarget.Everyone
                && situation.notification().circle() != GroupRole.ONE_OF_GROUP;
        return nobodyElse ? Verdict.NOBODY_ELSE : step.verdict(situation, true);
    }

    /** Whom a step finds; only an exclusion where it found devices, but the context speaks against all of them. */
    private Optional<DeviceSelection> at(
            EscalationPosition place, PolicyStep step, Field field, EvaluationContext situation) {
        return switch (step.to()) {
            case PolicyTarget.Channel(String channel) -> channel(channel, place, step, situation);
            case PolicyTarget.Everyone() ->
                Optional.of(new DeviceSelection.Chosen(new DecisionTarget.Everyone(), step, place, null));
            case PolicyTarget.Push() -> push(place, step, field, situation);
            case PolicyTarget.OfDevices devices -> device(place, step, devices, field);
        };
    }

    private static Optional<DeviceSelection> channel(
            String channel, EscalationPosition place, PolicyStep step, EvaluationContext situation) {
        UserFacts user = situation.facts().user();
        return user.channels().contains(channel) && isWished(channel, user)
                ? Optional.of(new DeviceSelection.Chosen(new DecisionTarget.OnChannel(channel), step, place, null))
                : Optional.empty();
    }

    private static boolean isWished(String channel, UserFacts user) {
        Set<String> wished = user.wishes().channels();
        return wished == null || wished.contains(channel);
    }

    private Optional<DeviceSelection> push(
            EscalationPosition place, PolicyStep step, Field field, EvaluationContext situation) {
        if (!isWished("push", situation.facts().user())) {
            return Optional.empty();
        }
        List<Candidate> asleep = contenders(situation, device -> device.isPushable(place.round()));
        field.lookedAt(asleep);
        Optional<DeviceSelection> device = best(
                asleep,
                field,
                winner -> new DecisionTarget.OnPush(winner.device().id()),
                step,
                place);
        return device.isPresent() ? device : channel("push", place, step, situation);
    }

    private Optional<DeviceSelection> device(
            EscalationPosition place, PolicyStep step, PolicyTarget.OfDevices to, Field field) {
        boolean again = place.turn() > 1 && !(to instanceof PolicyTarget.NextDevice);
        List<Candidate> asked = field.online().stream()
                .filter(contender -> contender.isAdmitted(to))
                .filter(contender -> again || contender.device().triedRound() < place.round())
                .toList();
        return best(
                asked,
                field,
                winner -> new DecisionTarget.OnDevice(winner.device().id()),
                step,
                place);
    }

    /** The one with the most points, or how long the context speaks against all of them; empty where there are none. */
    private Optional<DeviceSelection> best(
            List<Candidate> asked,
            Field field,
            Function<Candidate, DecisionTarget> target,
            PolicyStep step,
            EscalationPosition place) {
        List<Candidate> left = asked.stream()
                .filter(contender -> contender.exclusion() == null)
                .toList();
        if (left.isEmpty()) {
            return asked.stream()
                    .map(Candidate::exclusion)
                    .filter(DeviceSelection.Excluded.class::isInstance)
                    .map(DeviceSelection.Excluded.class::cast)
                    .min(SOONEST)
                    .map(DeviceSelection.class::cast);
        }
        left.forEach(contender -> contender.weigh(scores));
        Candidate winner = left.stream().min(Candidate.BEST_FIRST).orElseThrow();
        field.won(winner, left);
        return Optional.of(new DeviceSelection.Chosen(target.apply(winner), step, place, winner.situation()));
    }

    private static void tell(
            DeviceSelection choice, Field field, List<RuleLine> steps, Policy policy, ExplanationBuilder trail) {
        boolean nobody =
                choice instanceof DeviceSelection.Nobody || field.online().isEmpty();
        trail.stage(DecisionStage.CANDIDATES, nobody ? whyNobody(field) : "found");
        switch (choice) {
            case DeviceSelection.Nobody nobodyAtAll -> trail.stage(DecisionStage.ESCALATION, "no_step", steps);
            case DeviceSelection.Excluded excluded -> {
                trail.stage(DecisionStage.CONTEXT, excluded.reason());
                trail.stage(DecisionStage.ESCALATION, "no_step", steps);
            }
            case DeviceSelection.Chosen chosen -> {
                trail.stage(DecisionStage.CONTEXT, field.anyExcluded() ? "some_excluded" : "passed");
                trail.stage(
                        DecisionStage.ESCALATION,
                        policy.step(chosen.at().step()).name(),
                        steps);
                if (chosen.from() != null) {
                    trail.stage(DecisionStage.SCORES, "scored");
                }
                trail.stage(DecisionStage.PICK, field.how(chosen.target()));
            }
        }
        field.lines(choice, trail);
    }

    private static String whyNobody(Field field) {
        return field.online().isEmpty() ? "no_device_online" : "all_devices_tried";
    }

    /** The devices of one decision, and who of them won. */
    private static final class Field {

        private final List<Candidate> online;
        private List<Candidate> asleep = List.of();
        private List<Candidate> compared = List.of();
        private @Nullable Candidate winner;

        Field(List<Candidate> online) {
            this.online = online;
        }

        List<Candidate> online() {
            return online;
        }

        void lookedAt(List<Candidate> offline) {
            asleep = offline;
        }

        boolean hasLookedAt(DeviceFacts device) {
            return asleep.stream().anyMatch(contender -> contender.device().equals(device));
        }

        boolean anyExcluded() {
            return Stream.concat(online.stream(), asleep.stream()).anyMatch(contender -> contender.exclusion() != null);
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

        void lines(DeviceSelection choice, ExplanationBuilder trail) {
            List<Candidate> best = new ArrayList<>(online);
            best.addAll(asleep);
            best.sort(Candidate.BEST_FIRST);
            for (Candidate contender : best) {
                if (contender == winner && choice instanceof DeviceSelection.Chosen chosen) {
                    trail.candidate(contender.line(Fate.CHOSEN, how(chosen.target())));
                } else if (winner != null && compared.contains(contender)) {
                    trail.candidate(contender.line(Fate.LOST, whyLost(contender, winner)));
                } else if (contender.exclusion() != null) {
                    trail.candidate(
                            contender.line(Fate.EXCLUDED, contender.exclusion().reason()));
                } else {
                    String why = contender.device().triedRound() > 0 ? "tried" : "not_asked";
                    trail.candidate(contender.line(Fate.UNAVAILABLE, why));
                }
            }
        }
    }
}
