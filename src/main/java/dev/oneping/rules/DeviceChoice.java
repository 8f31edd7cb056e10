package dev.oneping.rules;

import dev.oneping.model.Circle;
import dev.oneping.model.StepAt;
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
    private static final Comparator<Choice.Excluded> SOONEST =
            Comparator.comparing(Choice.Excluded::forGood).thenComparing(Choice.Excluded::until);

    DeviceChoice {
        filters = List.copyOf(filters);
        scores = List.copyOf(scores);
    }

    /** Chooses, and writes a line for every device. */
    Choice make(Situation situation, String name, Policy policy, Trail trail) {
        Field field = field(situation);
        List<RuleLine> steps = new ArrayList<>();
        Choice choice = along(
                Places.after(situation.progress().last(), name, policy, situation.isCritical()),
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

    private Field field(Situation situation) {
        return new Field(contenders(situation, DeviceFacts::online));
    }

    private List<Contender> contenders(Situation situation, Predicate<DeviceFacts> which) {
        List<Contender> contenders = new ArrayList<>(situation.facts().devices().size());
        for (DeviceFacts device : situation.facts().devices()) {
            if (which.test(device)) {
                Contender contender = new Contender(situation, device);
                contender.filter(filters);
                contenders.add(contender);
            }
        }
        return contenders;
    }

    private Choice along(List<StepAt> places, Policy policy, Field field, List<RuleLine> lines, Situation situation) {
        Choice.@Nullable Excluded soonest = null;
        for (StepAt place : places) {
            Rule<Step> step = policy.step(place.step());
            Verdict verdict = verdict(step, situation);
            lines.add(new RuleLine(step.name(), verdict, null));
            if (verdict.matches()) {
                Optional<Choice> found = at(place, step.then(), field, situation);
                if (found.isPresent() && !(found.get() instanceof Choice.Excluded)) {
                    return found.get();
                }
                if (found.isPresent() && found.get() instanceof Choice.Excluded excluded) {
                    soonest = soonest == null || SOONEST.compare(excluded, soonest) < 0 ? excluded : soonest;
                }
            }
        }
        return soonest != null ? soonest : new Choice.Nobody(whyNobody(field));
    }

    private static Verdict verdict(Rule<Step> step, Situation situation) {
        boolean nobodyElse = step.then().to() instanceof StepTo.Everyone
                && situation.notification().circle() != Circle.ONE_OF_GROUP;
        return nobodyElse ? Verdict.NOBODY_ELSE : step.verdict(situation, true);
    }

    /** Whom a step finds; only an exclusion where it found devices, but the context speaks against all of them. */
    private Optional<Choice> at(StepAt place, Step step, Field field, Situation situation) {
        return switch (step.to()) {
            case StepTo.Channel(String channel) -> channel(channel, place, step, situation);
            case StepTo.Everyone() -> Optional.of(new Choice.Chosen(new Target.Everyone(), step, place, null));
            case StepTo.Push() -> push(place, step, field, situation);
            case StepTo.OfDevices devices -> device(place, step, devices, field);
        };
    }

    private static Optional<Choice> channel(String channel, StepAt place, Step step, Situation situation) {
        UserFacts user = situation.facts().user();
        return user.channels().contains(channel) && isWished(channel, user)
                ? Optional.of(new Choice.Chosen(new Target.OnChannel(channel), step, place, null))
                : Optional.empty();
    }

    private static boolean isWished(String channel, UserFacts user) {
        Set<String> wished = user.wishes().channels();
        return wished == null || wished.contains(channel);
    }

    private Optional<Choice> push(StepAt place, Step step, Field field, Situation situation) {
        if (!isWished("push", situation.facts().user())) {
            return Optional.empty();
        }
        List<Contender> asleep = contenders(situation, device -> device.isPushable(place.round()));
        field.lookedAt(asleep);
        Optional<Choice> device =
                best(asleep, field, winner -> new Target.OnPush(winner.device().id()), step, place);
        return device.isPresent() ? device : channel("push", place, step, situation);
    }

    private Optional<Choice> device(StepAt place, Step step, StepTo.OfDevices to, Field field) {
        boolean again = place.turn() > 1 && !(to instanceof StepTo.NextDevice);
        List<Contender> asked = field.online().stream()
                .filter(contender -> contender.isAdmitted(to))
                .filter(contender -> again || contender.device().triedRound() < place.round())
                .toList();
        return best(asked, field, winner -> new Target.OnDevice(winner.device().id()), step, place);
    }

    /** The one with the most points, or how long the context speaks against all of them; empty where there are none. */
    private Optional<Choice> best(
            List<Contender> asked, Field field, Function<Contender, Target> target, Step step, StepAt place) {
        List<Contender> left = asked.stream()
                .filter(contender -> contender.exclusion() == null)
                .toList();
        if (left.isEmpty()) {
            return asked.stream()
                    .map(Contender::exclusion)
                    .filter(Choice.Excluded.class::isInstance)
                    .map(Choice.Excluded.class::cast)
                    .min(SOONEST)
                    .map(Choice.class::cast);
        }
        left.forEach(contender -> contender.weigh(scores));
        Contender winner = left.stream().min(Contender.BEST_FIRST).orElseThrow();
        field.won(winner, left);
        return Optional.of(new Choice.Chosen(target.apply(winner), step, place, winner.situation()));
    }

    private static void tell(Choice choice, Field field, List<RuleLine> steps, Policy policy, Trail trail) {
        boolean nobody = choice instanceof Choice.Nobody || field.online().isEmpty();
        trail.stage(Stage.CANDIDATES, nobody ? whyNobody(field) : "found");
        switch (choice) {
            case Choice.Nobody nobodyAtAll -> trail.stage(Stage.ESCALATION, "no_step", steps);
            case Choice.Excluded excluded -> {
                trail.stage(Stage.CONTEXT, excluded.reason());
                trail.stage(Stage.ESCALATION, "no_step", steps);
            }
            case Choice.Chosen chosen -> {
                trail.stage(Stage.CONTEXT, field.anyExcluded() ? "some_excluded" : "passed");
                trail.stage(Stage.ESCALATION, policy.step(chosen.at().step()).name(), steps);
                if (chosen.from() != null) {
                    trail.stage(Stage.SCORES, "scored");
                }
                trail.stage(Stage.PICK, field.how(chosen.target()));
            }
        }
        field.lines(choice, trail);
    }

    private static String whyNobody(Field field) {
        return field.online().isEmpty() ? "no_device_online" : "all_devices_tried";
    }

    /** The devices of one decision, and who of them won. */
    private static final class Field {

        private final List<Contender> online;
        private List<Contender> asleep = List.of();
        private List<Contender> compared = List.of();
        private @Nullable Contender winner;

        Field(List<Contender> online) {
            this.online = online;
        }

        List<Contender> online() {
            return online;
        }

        void lookedAt(List<Contender> offline) {
            asleep = offline;
        }

        boolean hasLookedAt(DeviceFacts device) {
            return asleep.stream().anyMatch(contender -> contender.device().equals(device));
        }

        boolean anyExcluded() {
            return Stream.concat(online.stream(), asleep.stream()).anyMatch(contender -> contender.exclusion() != null);
        }

        void won(Contender best, List<Contender> among) {
            winner = best;
            compared = among;
        }

        String how(Target target) {
            return switch (target) {
                case Target.OnChannel ignored -> "channel";
                case Target.Everyone ignored -> "everyone";
                case Target.OnDevice ignored -> byPoints();
                case Target.OnPush ignored -> byPoints();
            };
        }

        private String byPoints() {
            return compared.size() == 1
                    ? "only_candidate"
                    : tied() ? "tie_broken" : byPreference() ? "preferred" : "highest_score";
        }

        private static String whyLost(Contender loser, Contender winner) {
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

        void lines(Choice choice, Trail trail) {
            List<Contender> best = new ArrayList<>(online);
            best.addAll(asleep);
            best.sort(Contender.BEST_FIRST);
            for (Contender contender : best) {
                if (contender == winner && choice instanceof Choice.Chosen chosen) {
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
