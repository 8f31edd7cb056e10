package dev.oneping.notify.ruleset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.rules.Decided;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.WhatIf;
import dev.oneping.rules.explain.Counterfactuals;
import dev.oneping.rules.explain.Counterfactuals.Counterfactual;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.expression.ValueType;
import dev.oneping.rules.expression.Variable;
import dev.oneping.rules.file.RuleCase;
import dev.oneping.rules.file.RuleCases;
import dev.oneping.rules.file.source.RuleFileException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tries rules on cases without publishing them, and describes the language of rules to editors. */
@Path("/v1/rules")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RulePlaygroundResource {

    private static final String NAME = "case";

    private final ActiveRules active;
    private final RuleParser parser;
    private final CurrentCaller caller;
    private final ObjectMapper json;

    RulePlaygroundResource(ActiveRules active, RuleParser parser, CurrentCaller caller, ObjectMapper json) {
        this.active = active;
        this.parser = parser;
        this.caller = caller;
        this.json = json;
    }

    /** Decides on one case, with the reasons and the rules that the decision depends on. */
    @POST
    @Path("/explain")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.RULES_ROLE)
    public Explained explain(@NotNull @Valid ExplainRequest request) {
        RuleSet rules = rules(request.rules());
        RuleCase asked = read(request.facts());
        Decided decided = rules.decide(asked.facts());
        return new Explained(
                WhatIf.words(decided.decision()),
                asked.outcome(rules),
                decided.explanation(),
                Counterfactuals.of(decided.explanation()),
                WhatIf.of(rules, asked.facts()));
    }

    /** Runs case files against rules, and lists every difference and every rule that no case depends on. */
    @POST
    @Path("/test")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scope.RULES_ROLE)
    public Tested test(@NotNull @Valid TestRequest request) {
        RuleSet rules = rules(request.rules());
        List<RuleCase> cases = cases("/cases", request.cases());
        List<Result> results = cases.stream()
                .map(each -> new Result(each.name(), each.line(), each.differences(rules)))
                .toList();
        return new Tested(
                results.stream().allMatch(result -> result.differences().isEmpty()),
                results,
                RuleCases.uncovered(rules, cases));
    }

    /** Returns the JSON Schema of rule files. */
    @GET
    @Path("/schema")
    @RolesAllowed(Scope.RULES_ROLE)
    public String schema() {
        return resource("rules/schema.json");
    }

    /** Returns the facts and constants that expressions can use. */
    @GET
    @Path("/vocabulary")
    @RolesAllowed(Scope.RULES_ROLE)
    public Vocabulary vocabulary() {
        return new Vocabulary(
                Arrays.stream(Variable.values())
                        .map(fact -> new Word(fact.path(), fact.type().typeName(), fact.ofDevice(), fact.meaning()))
                        .toList(),
                Arrays.stream(ValueType.values())
                        .filter(type -> !type.constants().isEmpty())
                        .map(type -> new Constants(
                                type.typeName(), List.copyOf(type.constants().keySet())))
                        .toList());
    }

    private RuleSet rules(@Nullable String text) {
        TenantId tenant = caller.tenant();
        return text == null || text.isBlank() ? active.current(tenant) : parser.sound(tenant, text);
    }

    private RuleCase read(Map<String, Object> facts) {
        ObjectNode one = json.valueToTree(facts);
        if (!one.has(NAME)) {
            one.put(NAME, NAME);
        }
        one.putObject("expect").put("ring", true);
        ObjectNode file = json.createObjectNode();
        file.putArray("cases").add(one);
        return cases("/case", file.toString()).getFirst();
    }

    private static List<RuleCase> cases(String field, String text) {
        try {
            return RuleCases.parse("cases", text.getBytes(StandardCharsets.UTF_8));
        } catch (RuleFileException refused) {
            throw Problem.invalid(refused.problems().stream()
                    .map(problem -> Violation.at(field, Violation.NOT_ALLOWED, problem.sentence()))
                    .toList());
        }
    }

    private static String resource(String name) {
        try (InputStream in = RulePlaygroundResource.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /**
     * A case to decide on.
     *
     * @param rules the text of the rules; null for the active ones
     * @param facts the case, as in a case file but without an expectation
     */
    public record ExplainRequest(
            @Size(max = 262_144) @Nullable String rules,
            @JsonProperty("case") @NotNull Map<String, Object> facts) {}

    /**
     * Case files to run.
     *
     * @param rules the text of the rules; null for the active ones
     * @param cases the text of a case file
     */
    public record TestRequest(
            @Size(max = 262_144) @Nullable String rules,
            @NotNull @Size(min = 1, max = 262_144) String cases) {}

    /**
     * A decision with its reasons.
     *
     * @param decision    the decision in a few words
     * @param outcome     the decision by the names that the {@code expect} section of a case uses
     * @param explanation the reasons
     * @param wouldChange the facts that would have changed it
     * @param dependsOn   the rules without which it would differ
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Explained(
            String decision,
            Map<String, String> outcome,
            Explanation explanation,
            List<Counterfactual> wouldChange,
            List<WhatIf.Change> dependsOn) {}

    /** The results of a run. */
    public record Tested(boolean passed, List<Result> results, List<String> uncovered) {}

    /** The result of one case: the differences from what it expects; empty if it passed. */
    public record Result(@JsonProperty("case") String name, int line, List<String> differences) {}

    /** The words of expressions. */
    public record Vocabulary(List<Word> facts, List<Constants> constants) {}

    /** A fact: its name, type, whether it is about one device, and its meaning. */
    public record Word(String name, String type, boolean ofDevice, String description) {}

    /** The constants of a type, in their order. */
    public record Constants(String type, List<String> values) {}
}
