package dev.oneping.rules;

import dev.oneping.model.DigestRequest;
import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.fact.DigestState;
import dev.oneping.rules.fact.Facts;
import dev.oneping.rules.fact.History;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.rule.AckWindow;
import dev.oneping.rules.rule.ByChance;
import dev.oneping.rules.rule.Digest;
import dev.oneping.rules.rule.DisplayScope;
import dev.oneping.rules.rule.HistoryNeeds;
import dev.oneping.rules.rule.Instants;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.Presentation;
import dev.oneping.rules.rule.Rule;
import dev.oneping.rules.rule.RuleDefinitions;
import dev.oneping.rules.time.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule set, which decides on notifications. Immutable and thread-safe; a newer rule set replaces it as a whole, so
 * that no decision mixes two versions.
 */
public final class RuleSet {

    private final String version;
    private final String text;
    private final RuleDefinitions definitions;
    private final HistoryNeeds needs;
    private final List<GateStage> gates;
    private final LimitStage limits;
    private final PolicyStage chosenPolicy;
    private final DeviceChoice choice;
    private final ChanceChoice chances;
    private final PresentationStage manner;
    private final Map<String, Policy> policies;

    /**
     * @param version     identifies the rule set in explanations and metrics; different rules must have different
     *     versions
     * @param definitions the rules
     */
    public RuleSet(String version, RuleDefinitions definitions) {
        this(version, definitions, "", HistoryNeeds.NONE);
    }

    /** Creates a rule set with its source text and the history that it needs. */
    public RuleSet(String version, RuleDefinitions definitions, String text, HistoryNeeds needs) {
        this.needs = needs;
        this.text = text;
        this.version = version;
        this.definitions = definitions;
        this.gates = List.of(
                new GateStage(DecisionStage.OPT_OUT, definitions.optOut()),
                new GateStage(DecisionStage.PREFERENCES, definitions.preferences()),
                new GateStage(DecisionStage.QUIET, definitions.quiet()));
        this.limits = new LimitStage(definitions.limits());
        this.choice = new DeviceChoice(definitions.context(), definitions.scores());
        this.manner = new PresentationStage(definitions.manner());
        this.chances = new ChanceChoice(definitions.context(), definitions.logOdds(), manner);
        this.policies = definitions.policies();
        this.chosenPolicy = new PolicyStage(definitions.choosePolicy(), policies.keySet());
    }

    public String version() {
        return version;
    }

    /** The source text of the rules; empty if they were not read from text. */
    public String text() {
        return text;
    }

    /** Returns whether a policy compares all devices by their chance, and shows a notification silently beside the ring. */
    public boolean choosesByChance(String policy) {
        Policy known = policies.get(policy);
        return known != null && known.chance() != null;
    }

    /** Returns whether a policy shows a notification silently by push, too, on devices without a session. */
    public boolean displaysByPush(String policy) {
        Policy known = policies.get(policy);
        return known != null && known.chance() != null && known.chance().display() == DisplayScope.EVERYWHERE;
    }

    /** The names of the escalation policies that a notification can request. */
    public Set<String> policies() {
        return policies.keySet();
    }

    /** Returns whether a rule depends on the user's recent interruptions. */
    public boolean needsHistory() {
        return needs.history();
    }

    /** Returns whether a rule depends on learned response statistics, and learning is enabled. */
    public boolean needsAckStatistics() {
        return needs.ackStatistics();
    }

    /** The names of all rules, in the order of the sections. */
    public List<String> rules() {
        return definitions.names();
    }

    /** A copy without one rule, to determine its effect; the version is marked accordingly. */
    public RuleSet without(String rule) {
        return new RuleSet(version + "-" + rule, definitions.without(rule), text, needs);
    }

    /**
     * Decides on a notification. It never fails: a rule whose evaluation fails is skipped and named in the
     * explanation.
     */
    public Decided decide(Facts facts) {
        ExplanationBuilder builder = new ExplanationBuilder(version, facts.now());
        EvaluationContext context = context(facts);
        Decision decision = decide(context, builder);
        return new Decided(decision, builder.explanation(context));
    }

    /** The key by which a new notification supersedes an older one; empty for none. */
    public Optional<String> collapseKey(Facts facts) {
        EvaluationContext context = context(facts);
        return definitions.collapse().stream()
                .filter(rule -> rule.verdict(context).matches())
                .findFirst()
                .flatMap(rule -> rule.then().of(context));
    }

    /** The digest for a new notification; empty for none. */
    public Optional<DigestRequest> digest(Facts facts) {
        EvaluationContext context = context(facts);
        return definitions.digest().stream()
                .filter(rule -> rule.verdict(context, false).matches())
                .findFirst()
                .flatMap(rule -> rule.then().key().of(context).map(key -> digestRequest(rule, key, context)));
    }

    private static DigestRequest digestRequest(Rule<Digest> rule, String key, EvaluationContext context) {
        Digest digest = rule.then();
        boolean urgent = context.isCritical() || digest.flush().test(context) == Truth.TRUE;
        return new DigestRequest(rule.name(), key, digest.window(), digest.lookBack(), urgent);
    }

    private EvaluationContext context(Facts facts) {
        Map<String, Calendar> calendars = definitions.calendars();
        return EvaluationContext.of(facts, definitions.freshness(), calendars);
    }

    private Decision decide(EvaluationContext context, ExplanationBuilder builder) {
        if (!context.now().isBefore(context.notification().expiresAt())) {
            builder.stage(DecisionStage.EXPIRY, "expired");
            return new Decision.Expire();
        }
        builder.stage(DecisionStage.EXPIRY, "passed");
        for (GateStage gate : gates) {
            Optional<Decision> decision = gate.pass(context, builder);
            if (decision.isPresent()) {
                return decision.get();
            }
        }
        Optional<Decision> waits = WaitStage.pass(context, builder);
        if (waits.isPresent()) {
            return waits.get();
        }
        return collect(context, builder);
    }

    private Decision collect(EvaluationContext context, ExplanationBuilder builder) {
        DigestState gathered = context.notification().gathered();
        if (gathered != null && context.now().isBefore(gathered.until())) {
            builder.stage(DecisionStage.COLLECT, gathered.rule());
            return new Decision.Hold(
                    gathered.rule(),
                    Instants.earlier(gathered.until(), context.notification().expiresAt()));
        }
        builder.stage(DecisionStage.COLLECT, gathered == null ? "alone" : "gathered");
        return switch (limits.pass(context, builder)) {
            case LimitStage.Result.Over over -> over.decision();
            case LimitStage.Result.Within within -> escalate(within.costs(), context, builder);
        };
    }

    private Decision escalate(Map<String, Double> costs, EvaluationContext context, ExplanationBuilder builder) {
        String name = chosenPolicy.pass(context, builder, each -> reaches(each, context));
        Policy policy = policy(name);
        Instant deadline = deadline(policy, context);
        if (!context.now().isBefore(deadline)) {
            builder.stage(DecisionStage.ESCALATION, "plan_deadline");
            return new Decision.Exhaust("plan_deadline");
        }
        return switch (choose(context, name, policy, builder)) {
            case DeviceSelection.Chosen chosen -> deliver(chosen, policy, deadline, costs, context, builder);
            case DeviceSelection.Excluded excluded
            when excluded.permanent() -> new Decision.Suppress(excluded.reason());
            case DeviceSelection.Excluded excluded ->
                new Decision.Hold(excluded.reason(), Instants.earlier(excluded.until(), deadline));
            case DeviceSelection.Waits waits ->
                new Decision.Hold(waits.reason(), Instants.earlier(waits.until(), deadline), waits.silent());
            case DeviceSelection.Nobody nobody -> nobody(nobody.reason(), policy, deadline, context, builder);
        };
    }

    private DeviceSelection choose(EvaluationContext context, String name, Policy policy, ExplanationBuilder builder) {
        ByChance byChance = policy.chance();
        return byChance == null
                ? choice.make(context, name, policy, builder)
                : chances.make(context, name, policy, byChance, builder);
    }

    private boolean reaches(String policy, EvaluationContext context) {
        ExplanationBuilder unseen = new ExplanationBuilder(version, context.now());
        return choose(context, policy, policy(policy), unseen) instanceof DeviceSelection.Chosen;
    }

    private Policy policy(String name) {
        return Objects.requireNonNull(policies.get(name), name);
    }

    /**
     * The time from which no attempt starts: the policy's deadline once the first attempt has started, and the
     * expiry.
     */
    private static Instant deadline(Policy policy, EvaluationContext context) {
        Instant since = context.progress().since();
        Instant expiry = context.notification().expiresAt();
        return since == null || policy.deadline() == null
                ? expiry
                : Instants.earlier(since.plus(policy.deadline()), expiry);
    }

    /** The interruption to record. Later attempts belong to the interruption of the first. */
    private static History.@Nullable Interruption spend(Map<String, Double> costs, EvaluationContext context) {
        return context.progress().attempts() > 0
                ? null
                : new History.Interruption(context.now(), context.notification().category(), costs);
    }

    private Decision deliver(
            DeviceSelection.Chosen chosen,
            Policy policy,
            Instant deadline,
            Map<String, Double> costs,
            EvaluationContext context,
            ExplanationBuilder builder) {
        NotificationFacts notification = context.notification();
        Priority priority = notification.priority();
        Presentation presentation = manner.of(chosen.seenFrom(context), builder);
        if (chosen.from() != null) {
            builder.chosen(chosen.from());
        }
        Duration window = presentation.ackWindow() != null
                ? presentation.ackWindow()
                : chosen.step().windowOf(priority);
        Duration left = Duration.between(context.now(), deadline);
        boolean endsFirst = left.compareTo(window) < 0;
        String cut = deadline.equals(notification.expiresAt()) ? "expires_first" : "plan_deadline_first";
        builder.stage(DecisionStage.ACK_WINDOW, endsFirst ? cut : presentation.ackWindow() != null ? "rule" : "policy");
        boolean allowed = presentation.ring() != null
                ? presentation.ring()
                : policy.ring().contains(priority);
        boolean ring = allowed && !chosen.silently();
        return new Decision.Deliver(
                chosen.target(),
                AckWindow.of(endsFirst ? left : window, policy.bounds()).within(left),
                ring,
                presentation.show() != null ? presentation.show() : Variant.RICH,
                chosen.at(),
                spend(costs, context),
                chosen.silent());
    }

    private Decision nobody(
            String reason, Policy policy, Instant deadline, EvaluationContext context, ExplanationBuilder builder) {
        if (policy.afterwards() == Policy.Afterwards.EXHAUST
                && context.progress().last() != null) {
            builder.stage(DecisionStage.OTHERWISE, "exhaust");
            return new Decision.Exhaust("all_rounds_over");
        }
        builder.stage(DecisionStage.OTHERWISE, definitions.otherwise().name().toLowerCase(Locale.ROOT));
        return switch (definitions.otherwise()) {
            case HOLD -> new Decision.Hold(reason, deadline);
            case SUPPRESS -> new Decision.Suppress(reason);
        };
    }
}
