package dev.oneping.simulation;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.notify.ruleset.RuleParser;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.simulation.scenario.Scenario;
import dev.oneping.text.CodePoints;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scenarios in virtual time, for the console: the ones that come with the service, and playing one. */
@Path("/v1/simulations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Scope.RULES_ROLE)
@RunOnVirtualThread
public class SimulationResource {

    private static final int LONGEST = 20_000;

    /** The files of {@code rules/scenarios}. */
    private static final List<String> NAMES = List.of(
            "a1-attended-laptop",
            "a2-locked-computer",
            "b1-answered-elsewhere",
            "b2-shown-on-every-device-in-use",
            "b3-shown-silently-by-push",
            "c1-critical-comes-back",
            "c2-arrival",
            "d1-shared-tablet",
            "e1-presentation",
            "f1-quiet-hours",
            "f2-morning-burst",
            "g1-quiet-hours-yield-to-high");

    private final ScenarioProcess processes;
    private final RuleParser rules;
    private final CurrentCaller caller;

    SimulationResource(ScenarioProcess processes, RuleParser rules, CurrentCaller caller) {
        this.processes = processes;
        this.rules = rules;
        this.caller = caller;
    }

    /** Lists the scenarios that come with the service. */
    @GET
    @Path("/examples")
    public Examples examples() {
        return new Examples(NAMES.stream().map(SimulationResource::example).toList());
    }

    /** Plays a scenario, and returns what happened, whether its expectations hold, and the story of each notification. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String play(@NotNull Request request) {
        String scenario = required(request.scenario());
        try {
            Scenario.parse("scenario", scenario);
        } catch (IllegalArgumentException e) {
            throw refused("/scenario", String.valueOf(e.getMessage()));
        }
        if (request.rules() != null) {
            rules.sound(caller.tenant(), request.rules());
        }
        return processes.play(scenario, request.rules());
    }

    private static String required(@Nullable String text) {
        if (text == null || text.isBlank()) {
            throw Problem.invalid(Violation.at("/scenario", Violation.REQUIRED, "scenario is required, as YAML."));
        }
        if (CodePoints.count(text) > LONGEST) {
            throw refused("/scenario", "scenario must have at most " + LONGEST + " characters.");
        }
        return text;
    }

    private static Problem refused(String field, String detail) {
        return Problem.invalid(Violation.at(field, Violation.NOT_ALLOWED, detail));
    }

    private static Example example(String name) {
        try (InputStream in =
                SimulationResource.class.getClassLoader().getResourceAsStream("rules/scenarios/" + name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("the scenario " + name + " is not on the class path");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Example(name, Scenario.parse(name, text).name(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The body of a request to play a scenario.
     *
     * @param scenario the scenario, as YAML
     * @param rules    the rule file; null for the built-in rules
     */
    public record Request(
            @Nullable String scenario, @Nullable String rules) {}

    /** A scenario that comes with the service. */
    public record Example(String name, String title, String scenario) {}

    /** All scenarios that come with the service. */
    public record Examples(List<Example> data) {}
}
