package dev.oneping.rules.file;

import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import java.util.Map;
import java.util.TreeMap;

/** A decision and its explanation in the words of the {@code expect} of a case, one name and value for each thing said. */
final class Outcome {

    private Outcome() {}

    static Map<String, String> of(Decided decided) {
        Map<String, String> outcome = new TreeMap<>(of(decided.decision()));
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
                        "deliver", deliver.device().value(),
                        "ack_window", deliver.ackWindow().toString(),
                        "ring", Boolean.toString(deliver.ring()));
            case Decision.Hold hold ->
                Map.of("hold", hold.reason(), "until", hold.until().toString());
            case Decision.Suppress suppress -> Map.of("suppress", suppress.reason());
            case Decision.Expire expire -> Map.of("expire", "true");
        };
    }
}
