package dev.oneping.notify.ruleset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.auth.Audited;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.http.EntityTagList;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.rules.file.source.RuleProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads, validates, publishes, replays and restores a tenant's rules. Parsing rules may take a second and replaying
 * them longer, so all of it runs on worker threads.
 */
@Path("/v1/rules")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class RulesResource {

    private static final String YAML = "application/yaml";

    private final RuleSetStore ruleSets;
    private final ActiveRules active;
    private final RuleSetPublisher publisher;
    private final RuleReplay replay;
    private final RuleParser parser;
    private final CurrentCaller caller;

    RulesResource(
            RuleSetStore ruleSets,
            ActiveRules active,
            RuleSetPublisher publisher,
            RuleReplay replay,
            RuleParser parser,
            CurrentCaller caller) {
        this.ruleSets = ruleSets;
        this.active = active;
        this.publisher = publisher;
        this.replay = replay;
        this.parser = parser;
        this.caller = caller;
    }

    /** Returns the active rules; 304 if the caller has this version already. */
    @GET
    @RolesAllowed(Scope.RULES_ROLE)
    public Response read(@HeaderParam("If-None-Match") @Nullable String known) {
        InForce rules = inForce(caller.tenant());
        return EntityTagList.isKnown(known, tag(rules))
                ? Response.notModified().header("ETag", tag(rules)).build()
                : answer(rules);
    }

    /** Publishes rules, which take precedence over those of the file. */
    @PUT
    @Consumes(YAML)
    @RolesAllowed(Scope.RULES_ROLE)
    @Audited("audit.rules.published")
    public Response publish(String text, @HeaderParam("If-Match") @Nullable String expected) {
        return answer(InForce.of(publisher.publish(caller.tenant(), text, EntityTagList.ofIfMatch(expected), 0)));
    }

    /** Returns to the common rules. The stored versions are kept. */
    @DELETE
    @RolesAllowed(Scope.RULES_ROLE)
    @Audited("audit.rules.retired")
    public Response retire() {
        publisher.retire(caller.tenant());
        return Response.noContent().build();
    }

    /** Reports the errors of rules, and changes nothing. */
    @POST
    @Path("/validate")
    @Consumes(YAML)
    @RolesAllowed(Scope.RULES_ROLE)
    public Validity validate(String text) {
        try {
            RuleSet rules = parser.parse(caller.tenant(), text);
            return new Validity(true, rules.version(), List.of());
        } catch (RuleFileException refused) {
            return new Validity(false, null, refused.problems());
        }
    }

    /** Replays past decisions with the given rules; without a body, with the active ones. */
    @POST
    @Path("/replay")
    @Consumes(YAML)
    @RolesAllowed(Scope.RULES_ROLE)
    public RuleReplay.Report replay(
            @Nullable String text, @QueryParam("hours") @DefaultValue("24") @Min(1) @Max(168) int hours) {
        TenantId tenant = caller.tenant();
        RuleSet rules = text == null || text.isBlank() ? active.current(tenant) : parser.sound(tenant, text);
        return replay.run(tenant, rules, Duration.ofHours(hours));
    }

    /** Lists the stored versions, newest first. */
    @GET
    @Path("/versions")
    @RolesAllowed(Scope.RULES_ROLE)
    public Versions versions() {
        List<RuleSetVersion> all = ruleSets.all(caller.tenant()).await().indefinitely();
        return new Versions(all.stream().map(Version::of).toList());
    }

    /** Returns one version with its text. */
    @GET
    @Path("/versions/{number}")
    @RolesAllowed(Scope.RULES_ROLE)
    public InForce version(@PathParam("number") long number) {
        return InForce.of(find(number));
    }

    /** Restores an older version as a new one. */
    @POST
    @Path("/versions/{number}/restore")
    @RolesAllowed(Scope.RULES_ROLE)
    @Audited("audit.rules.restored")
    public Response restore(@PathParam("number") long number) {
        return answer(InForce.of(publisher.publish(caller.tenant(), find(number).text(), null, number)));
    }

    /** Returns a line-by-line diff of two versions; 0 means the common rules. */
    @GET
    @Path("/diff")
    @Produces(MediaType.TEXT_PLAIN)
    @RolesAllowed(Scope.RULES_ROLE)
    public String diff(@QueryParam("from") @DefaultValue("0") long from, @QueryParam("to") @DefaultValue("0") long to) {
        return LineDiff.of(text(from), text(to));
    }

    private String text(long number) {
        return number == 0 ? active.common().text() : find(number).text();
    }

    private RuleSetVersion find(long number) {
        return ruleSets.find(caller.tenant(), number)
                .await()
                .indefinitely()
                .orElseThrow(() -> Problem.notFound("version " + number + " of the rules"));
    }

    private InForce inForce(TenantId tenant) {
        Optional<RuleSetVersion> own = active.own(tenant);
        if (own.isPresent()) {
            return InForce.of(own.get());
        }
        RuleSet common = active.common();
        return new InForce(common.version(), 0, "common", null, null, common.text());
    }

    private static Response answer(InForce rules) {
        return Response.ok(rules).header("ETag", tag(rules)).build();
    }

    private static String tag(InForce rules) {
        return '"' + rules.version() + '"';
    }

    /**
     * Rules with their text.
     *
     * @param version     the version as explanations name it
     * @param number      the tenant's number for them; 0 for the common ones
     * @param source      {@code tenant}, or {@code common} for those of the file
     * @param publishedAt when they were activated; null for the common ones
     * @param restored    the restored version; null if the text was new
     * @param text        the file
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InForce(
            String version,
            long number,
            String source,
            @Nullable Instant publishedAt,
            @Nullable Long restored,
            String text) {

        static InForce of(RuleSetVersion published) {
            return new InForce(
                    published.version(),
                    published.number(),
                    "tenant",
                    published.at(),
                    published.from() == 0 ? null : (Long) published.from(),
                    published.text());
        }
    }

    /** A version without its text. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Version(
            long number,
            String version,
            Instant publishedAt,
            @Nullable Long restored) {

        static Version of(RuleSetVersion published) {
            return new Version(
                    published.number(),
                    published.version(),
                    published.at(),
                    published.from() == 0 ? null : (Long) published.from());
        }
    }

    /** The stored versions. */
    public record Versions(List<Version> data) {}

    /** The result of a validation: whether the rules are valid, and all errors if not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Validity(boolean valid, @Nullable String version, List<RuleProblem> problems) {}
}
