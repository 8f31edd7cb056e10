package dev.oneping.notify.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.delivery.life.TraceLine;
import dev.oneping.rules.explain.Counterfactuals;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.explain.ExplanationText;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders a notification's trace as text. */
@Singleton
public class TraceText {

    private final ObjectMapper json;

    TraceText(ObjectMapper json) {
        this.json = json;
    }

    /** Returns a line with its parsed explanation, and what would have changed the decision. */
    public TraceLineView view(TraceLine line) {
        Explanation why = line.explanation() == null ? null : json.convertValue(line.explanation(), Explanation.class);
        return new TraceLineView(
                line.at(),
                line.cause(),
                line.events(),
                line.device(),
                line.channel(),
                line.note(),
                why,
                why == null ? null : Counterfactuals.of(why));
    }

    private static String where(TraceLineView line) {
        String where = Stream.of(line.device(), line.channel())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(", by "));
        return where.isEmpty() ? "" : " (" + where + ")";
    }

    public String of(String id, String state, List<TraceLineView> lines) {
        StringBuilder text = new StringBuilder("%s: %s%n".formatted(id, state));
        for (TraceLineView line : lines) {
            text.append("%n%s %s%s%s%s%n"
                    .formatted(
                            line.at(),
                            line.cause(),
                            line.events().isEmpty() ? "" : " -> " + String.join(", ", line.events()),
                            where(line),
                            line.note() == null ? "" : ": " + line.note()));
            if (line.explanation() != null) {
                ExplanationText.of(line.explanation())
                        .forEach(change -> text.append("  ").append(change).append('\n'));
            }
        }
        return text.toString();
    }
}
