package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.Variant;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.Freshness;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.rule.Digest;
import dev.oneping.rules.rule.Filter;
import dev.oneping.rules.rule.Gate;
import dev.oneping.rules.rule.Limit;
import dev.oneping.rules.rule.Otherwise;
import dev.oneping.rules.rule.Presentation;
import dev.oneping.rules.rule.Rule;
import dev.oneping.rules.rule.Rule.WhenUnknown;
import dev.oneping.rules.rule.RuleDefinitions;
import dev.oneping.rules.time.Calendar;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts a valid rule file to {@link RuleDefinitions}. */
final class RuleDefinitionsReader {

    private final Located root;
    private static final Score.Points ONE = Score.Points.of(1);

    private final CompiledExpressions expressions;
    private final Map<String, Calendar> calendars;

    RuleDefinitionsReader(Located root, Map<String, Calendar> calendars, CompiledExpressions expressions) {
        this.root = root;
        this.calendars = calendars;
        this.expressions = expressions;
    }

    RuleDefinitions read() {
        JsonNode file = root.json();
        return new RuleDefinitions(
                freshness(file.path("freshness")),
                rules(Section.OPT_OUT, this::gate),
                rules(Section.PREFERENCES, this::gate),
                rules(Section.QUIET, this::gate),
                rules(Section.LIMITS, this::limit),
                rules(Section.CONTEXT, RuleDefinitionsReader::filter),
                scores("score"),
                scores("log_odds"),
                rules(Section.CHOOSE_POLICY, rule -> rule.json().path("policy").asText()),
                rules(Section.MANNER, RuleDefinitionsReader::manner),
                rules(Section.COLLAPSE, expressions::keyOf),
                rules(Section.DIGEST, this::digest),
                calendars,
                new PolicyReader(expressions).policies(root),
                constant(Otherwise.class, file.path("otherwise")));
    }

    /** The rules of the section that have that field. */
    private List<Rule<Score>> scores(String field) {
        return Section.SCORES
                .rulesOf(root)
                .filter(rule -> rule.get(field).isPresent())
                .map(rule -> rule(rule, each -> expressions.scoreOf(each, field).orElseThrow()))
                .toList();
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

    private Gate gate(Mapping rule) {
        JsonNode json = rule.json();
        return switch (json.path("then").asText()) {
            case "allow" -> new Gate.Allow();
            case "suppress" -> new Gate.Suppress();
            case "hold" ->
                new Gate.Hold(
                        moment(json.path("until")),
                        Durations.parse(json.path("at_most").asText()),
                        json.has("by") ? LocalTime.parse(json.path("by").asText()) : null,
                        expressions.conditionOf(rule, "deliver_when").orElse(null));
            case String unknown -> throw new IllegalStateException("the schema accepted an unknown 'then': " + unknown);
        };
    }

    private static Gate.@Nullable Moment moment(JsonNode until) {
        if (until.has("calendar")) {
            return new Gate.Moment.CalendarChange(until.path("calendar").asText());
        }
        return switch (until.asText()) {
            case "quiet_hours_end" -> new Gate.Moment.QuietHoursEnd();
            case "dnd_end" -> new Gate.Moment.DndEnd();
            default -> null;
        };
    }

    private Limit limit(Mapping rule) {
        JsonNode json = rule.json();
        Limit.Over over = json.path("then").asText().equals("suppress")
                ? new Limit.Over.Suppress()
                : new Limit.Over.Hold(
                        Durations.parse(json.path("at_most").asText()),
                        expressions.conditionOf(rule, "deliver_when").orElse(Condition.NEVER));
        Score one = context -> ONE;
        return new Limit(
                json.has("per") ? constant(Limit.Per.class, json.path("per")) : Limit.Per.PERSON,
                json.path("budget").asDouble(),
                Durations.parse(json.path("every").asText()),
                expressions.scoreOf(rule, "cost").orElse(one),
                over);
    }

    private static Presentation manner(Mapping rule) {
        JsonNode json = rule.json();
        return new Presentation(
                json.has("show") ? constant(Variant.class, json.path("show")) : null,
                json.has("ring") ? (Boolean) json.path("ring").asBoolean() : null,
                duration(json.path("ack_window")).orElse(null));
    }

    private Digest digest(Mapping rule) {
        JsonNode json = rule.json();
        return new Digest(
                expressions.keyOf(rule),
                Durations.parse(json.path("window").asText()),
                duration(json.path("look_back")).orElse(Duration.ZERO),
                expressions.conditionOf(rule, "flush").orElse(Condition.NEVER));
    }

    private static Filter filter(Mapping rule) {
        JsonNode json = rule.json();
        return switch (json.path("then").asText()) {
            case "allow" -> new Filter.Allow();
            case "prefer" -> new Filter.Prefer();
            case "exclude" ->
                new Filter.Exclude(
                        duration(json.path("at_most")).orElse(null),
                        json.path("none_left").asText().equals("suppress"));
            case String unknown -> throw new IllegalStateException("the schema accepted an unknown 'then': " + unknown);
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
