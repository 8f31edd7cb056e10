package dev.oneping.rules.file;

import dev.oneping.model.DeviceId;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.DecisionTarget;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.Facts;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Flattens a decision and its explanation to the names and values used in the {@code expect} section of a case. */
final class ExpectedDecision {

    private ExpectedDecision() {}

    static Map<String, String> of(RuleSet rules, Facts facts) {
        Decided decided = rules.decide(facts);
        Map<String, String> outcome = new TreeMap<>(of(decided.decision()));
        rules.collapseKey(facts).ifPresent(key -> outcome.put("collapse_key", key));
        rules.digest(facts).ifPresent(digest -> outcome.put("digest", digest.rule()));
        decided.explanation().candidates().forEach(line -> outcome.put("because." + line.device(), line.reason()));
        decided.explanation()
                .stages()
                .forEach(stage -> stage.rules()
                        .forEach(line -> outcome.put(
                                "verdicts." + line.rule(), line.verdict().code())));
        return outcome;
    }

    private static Map<String, String> of(Decision decision) {
        return switch (decision) {
            case Decision.Deliver deliver ->
                Map.of(
                        "deliver", name(deliver.target()),
                        "silent", names(deliver.silent()),
                        "ack_window", deliver.window().length().toString(),
                        "ring", Boolean.toString(deliver.ring()),
                        "variant", deliver.variant().name().toLowerCase(Locale.ROOT),
                        "policy", deliver.at().policy(),
                        "round", Integer.toString(deliver.at().round()),
                        "step", Integer.toString(deliver.at().step()));
            case Decision.Hold hold ->
                Map.of(
                        "hold", hold.reason(),
                        "silent", names(hold.silent()),
                        "until", hold.until().toString());
            case Decision.Suppress suppress -> Map.of("suppress", suppress.reason());
            case Decision.Exhaust exhaust -> Map.of("exhaust", exhaust.reason());
            case Decision.Expire expire -> Map.of("expire", "true");
        };
    }

    private static String names(Set<DeviceId> devices) {
        return devices.stream().map(DeviceId::value).sorted().toList().toString();
    }

    private static String name(DecisionTarget target) {
        return switch (target) {
            case DecisionTarget.OnDevice(DeviceId device) -> device.value();
            case DecisionTarget.OnPush(DeviceId device) -> "push:" + device.value();
            case DecisionTarget.OnChannel(String channel) -> "channel:" + channel;
            case DecisionTarget.Everyone() -> "everyone";
        };
    }
}
