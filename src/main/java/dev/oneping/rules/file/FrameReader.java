package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.rules.Filter;
import dev.oneping.rules.Frame;
import dev.oneping.rules.Freshness;
import dev.oneping.rules.Gate;
import dev.oneping.rules.Otherwise;
import dev.oneping.rules.Rule;
import dev.oneping.rules.Rule.WhenUnknown;
import dev.oneping.rules.file.Located.Mapping;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a rule file that was found sound into a frame. */
final class FrameReader {

    private final Located root;
    private final CompiledExpressions expressions;

    FrameReader(Located root, CompiledExpressions expressions) {
        this.root = root;
        this.expressions = expressions;
    }

    Frame read() {
        JsonNode file = root.json();
        return new Frame(
                freshness(file.path("freshness")),
                rules(Section.OPT_OUT, FrameReader::gate),
                rules(Section.PREFERENCES, FrameReader::gate),
                rules(Section.QUIET, FrameReader::gate),
                rules(Section.CONTEXT, FrameReader::filter),
                rules(Section.SCORES, expressions::scoreOf),
                new PolicyReader(expressions).policies(root),
                constant(Otherwise.class, file.path("otherwise")));
    }

    private <T> List<Rule<T>> rules(Section section, Function<Mapping, T> then) {
        return section.rulesOf(root).map(rule -> rule(rule, then)).toList();
    }

    private <T> Rule<T> rule(Mapping rule, Function<Mapping, T> then) {
        JsonNode json = rule.json();
        return new Rule<>(
                json.path("rule").asText(), expressions.conditionOf(rule), whenUnknown(json), then.apply(rule));
    }

    static WhenUnknown whenUnknown(JsonNode rule) {
        return rule.has("when_unknown") ? constant(WhenUnknown.class, rule.path("when_unknown")) : WhenUnknown.SKIP;
    }

    private static Gate gate(Mapping rule) {
        JsonNode json = rule.json();
        return switch (json.path("then").asText()) {
            case "allow" -> new Gate.Allow();
            case "suppress" -> new Gate.Suppress();
            case "hold" ->
                new Gate.Hold(moment(json), Durations.parse(json.path("at_most").asText()));
            case String unknown -> throw new IllegalStateException("the schema let through: then: " + unknown);
        };
    }

    private static Gate.@Nullable Moment moment(JsonNode rule) {
        return rule.has("until") ? constant(Gate.Moment.class, rule.path("until")) : null;
    }

    private static Filter filter(Mapping rule) {
        JsonNode json = rule.json();
        return switch (json.path("then").asText()) {
            case "allow" -> new Filter.Allow();
            case "exclude" -> new Filter.Exclude(duration(json.path("at_most")).orElse(null));
            case String unknown -> throw new IllegalStateException("the schema let through: then: " + unknown);
        };
    }

    private static Freshness freshness(JsonNode json) {
        return new Freshness(
                duration(json.path("battery")).orElse(Freshness.DEFAULT.battery()),
                duration(json.path("network")).orElse(Freshness.DEFAULT.network()));
    }

    static Optional<Duration> duration(JsonNode json) {
        return json.isTextual() ? Optional.of(Durations.parse(json.asText())) : Optional.empty();
    }

    static <E extends Enum<E>> E constant(Class<E> type, JsonNode json) {
        return Enum.valueOf(type, json.asText().toUpperCase(Locale.ROOT));
    }
}
