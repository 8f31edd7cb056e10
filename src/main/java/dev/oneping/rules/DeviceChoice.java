package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import dev.oneping.rules.Explanation.CandidateLine;
import dev.oneping.rules.Explanation.Fate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks for the one device: who is available, whom no filter excludes, who has the most points. */
record DeviceChoice(List<Rule<Filter>> filters, List<Rule<Score>> scores) {

    DeviceChoice {
        filters = List.copyOf(filters);
        scores = List.copyOf(scores);
    }

    /** Chooses, and writes a line for every device. */
    Choice make(Situation situation, Trail trail) {
        List<Contender> available = available(situation, trail);
        if (available.isEmpty()) {
            String reason = whyNobody(situation.facts().devices());
            trail.stage(Stage.CANDIDATES, reason);
            return new Choice.Nobody(reason);
        }
        trail.stage(Stage.CANDIDATES, "found");
        List<Choice.Excluded> exclusions = new ArrayList<>();
        List<Contender> left = filtered(available, exclusions, trail);
        if (left.isEmpty()) {
            Choice.Excluded soonest = exclusions.stream()
                    .min(Comparator.comparing(Choice.Excluded::until))
                    .orElseThrow();
            trail.stage(Stage.CONTEXT, soonest.reason());
            return soonest;
        }
        trail.stage(Stage.CONTEXT, exclusions.isEmpty() ? "passed" : "some_excluded");
        return new Choice.Chosen(best(left, trail));
    }

    private static List<Contender> available(Situation situation, Trail trail) {
        List<Contender> available = new ArrayList<>();
        for (DeviceFacts device : situation.facts().devices()) {
            if (device.online() && !device.tried()) {
                available.add(new Contender(situation, device));
            } else {
                trail.candidate(unavailable(device));
            }
        }
        return available;
    }

    private List<Contender> filtered(List<Contender> available, List<Choice.Excluded> exclusions, Trail trail) {
        List<Contender> left = new ArrayList<>(available.size());
        for (Contender contender : available) {
            contender
                    .exclusion(filters)
                    .ifPresentOrElse(
                            exclusion -> {
                                exclusions.add(exclusion);
                                trail.candidate(contender.line(Fate.EXCLUDED, exclusion.reason()));
                            },
                            () -> left.add(contender));
        }
        return left;
    }

    private DeviceId best(List<Contender> left, Trail trail) {
        left.forEach(contender -> contender.weigh(scores));
        trail.stage(Stage.SCORES, "scored");
        left.sort(Contender.BEST_FIRST);
        Contender winner = left.getFirst();
        boolean tied = left.size() > 1 && left.get(1).score() == winner.score();
        String how = left.size() == 1 ? "only_candidate" : tied ? "tie_broken" : "highest_score";
        trail.stage(Stage.PICK, how);
        for (Contender contender : left) {
            boolean won = contender == winner;
            String why = won ? how : contender.score() == winner.score() ? "tie_broken" : "lower_score";
            trail.candidate(contender.line(won ? Fate.CHOSEN : Fate.LOST, why));
        }
        return winner.device().id();
    }

    private static CandidateLine unavailable(DeviceFacts device) {
        String reason = device.online() ? "tried" : "offline";
        return new CandidateLine(
                device.id(), Fate.UNAVAILABLE, reason, device.attention(), device.confidence(), null, List.of());
    }

    private static String whyNobody(List<DeviceFacts> devices) {
        return devices.stream().anyMatch(DeviceFacts::online) ? "all_devices_tried" : "no_device_online";
    }
}
