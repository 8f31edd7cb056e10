package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.Priority;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.fact.DeviceKind;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Sequence;
import dev.oneping.rules.rule.ByChance;
import dev.oneping.rules.rule.DisplayScope;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.Policy.Afterwards;
import dev.oneping.rules.rule.Policy.Bounds;
import dev.oneping.rules.rule.PolicyStep;
import dev.oneping.rules.rule.PolicyTarget;
import dev.oneping.rules.rule.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the policies of a valid rule file. */
final class PolicyReader {

    private final CompiledExpressions expressions;

    PolicyReader(CompiledExpressions expressions) {
        this.expressions = expressions;
    }

    /** The steps of all policies in the file. */
    static Stream<Mapping> stepsOf(Located root) {
        return policiesOf(root).flatMap(entry -> steps(entry.value()));
    }

    Map<String, Policy> policies(Located root) {
        Map<String, Policy> policies = new HashMap<>();
        policiesOf(root).forEach(entry -> policies.put(entry.name(), policy(entry.name(), entry.value())));
        return policies;
    }

    private static Stream<Located.Entry> policiesOf(Located root) {
        return root instanceof Mapping file && file.get("policies").orElse(null) instanceof Mapping policies
                ? policies.entries().stream()
                : Stream.empty();
    }

    private static Stream<Mapping> steps(Located policy) {
        return policy instanceof Mapping mapping && mapping.get("steps").orElse(null) instanceof Sequence steps
                ? steps.items().stream().filter(Mapping.class::isInstance).map(Mapping.class::cast)
                : Stream.empty();
    }

    private Policy policy(String name, Located located) {
        JsonNode json = located.json();
        Map<Priority, Duration> ack = windows(json.path("ack_window"), PolicyStep.DEFAULT_ACK);
        Set<Priority> ring = EnumSet.noneOf(Priority.class);
        json.path("ring").forEach(each -> ring.add(priority(each.asText())));
        List<Rule<PolicyStep>> steps = new ArrayList<>();
        steps(located).forEach(step -> steps.add(step(name + "/" + (steps.size() + 1), step, ack)));
        return new Policy(
                steps.isEmpty() ? Policy.oneAfterTheOther(name, ack, ring).steps() : steps,
                ring,
                json.path("max_rounds").asInt(1),
                RuleDefinitionsReader.duration(json.path("deadline")).orElse(null),
                bounds(json),
                json.has("afterwards")
                        ? RuleDefinitionsReader.constant(Afterwards.class, json.path("afterwards"))
                        : Afterwards.HOLD,
                json.has("choose") ? chance(json, ack) : null);
    }

    /** Returns whether a policy chooses by chance, and so uses the learned answers. */
    static boolean chooseByChance(Located root) {
        return policiesOf(root).anyMatch(entry -> entry.value().json().has("choose"));
    }

    private static ByChance chance(JsonNode json, Map<Priority, Duration> ack) {
        Priors priors = PriorsReader.builtIn();
        Map<Priority, Double> patience = new EnumMap<>(Priority.class);
        json.path("patience")
                .properties()
                .forEach(entry ->
                        patience.put(priority(entry.getKey()), entry.getValue().asDouble()));
        Set<Priority> again = EnumSet.noneOf(Priority.class);
        json.path("again").forEach(each -> again.add(priority(each.asText())));
        return ByChance.of(
                priors,
                priors.costs().patience().with(patience),
                json.has("again") ? again : EnumSet.of(Priority.HIGH, Priority.CRITICAL),
                json.has("display")
                        ? RuleDefinitionsReader.constant(DisplayScope.class, json.path("display"))
                        : DisplayScope.EVERYWHERE,
                ack);
    }

    private Rule<PolicyStep> step(String name, Mapping mapping, Map<Priority, Duration> ack) {
        JsonNode json = mapping.json();
        PolicyStep step = new PolicyStep(
                to(json.path("to")),
                windows(json.path("ack"), ack),
                json.path("repeat").asInt());
        return new Rule<>(name, expressions.conditionOf(mapping), RuleDefinitionsReader.whenUnknown(json), step);
    }

    private static Bounds bounds(JsonNode json) {
        return new Bounds(
                RuleDefinitionsReader.duration(json.path("ack_floor")).orElse(Bounds.DEFAULT.floor()),
                RuleDefinitionsReader.duration(json.path("ack_extension")).orElse(Bounds.DEFAULT.extension()));
    }

    private static PolicyTarget to(JsonNode to) {
        if (to.has("platform")) {
            Set<String> platforms = new HashSet<>();
            to.path("platform").forEach(each -> platforms.add(each.asText()));
            return new PolicyTarget.OnPlatform(platforms);
        }
        if (to.has("channel")) {
            return new PolicyTarget.Channel(to.path("channel").asText());
        }
        return switch (to.asText()) {
            case "attentive_device" -> new PolicyTarget.AttentiveDevice();
            case "next_device" -> new PolicyTarget.NextDevice();
            case "desktop" -> new PolicyTarget.OfKind(DeviceKind.DESKTOP);
            case "mobile" -> new PolicyTarget.OfKind(DeviceKind.MOBILE);
            case "push" -> new PolicyTarget.Push();
            case "everyone" -> new PolicyTarget.Everyone();
            case String channel -> new PolicyTarget.Channel(channel);
        };
    }

    /** The windows by priority, with defaults for those not given. */
    private static Map<Priority, Duration> windows(JsonNode json, Map<Priority, Duration> otherwise) {
        Map<Priority, Duration> windows = new EnumMap<>(otherwise);
        json.properties()
                .forEach(entry -> windows.put(
                        priority(entry.getKey()),
                        Durations.parse(entry.getValue().asText())));
        return windows;
    }

    private static Priority priority(String name) {
        return Priority.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
