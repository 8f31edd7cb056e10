package dev.oneping.rules;

import dev.oneping.model.DigestRequest;
import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
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
 * Decides what is to become of a notification. Immutable and thread-safe; a newer rule set replaces it as a whole, so that
 * no decision mixes two versions.
 */
public final class RuleSet {

    private final String version;
    private final String text;
    private final RuleDefinitions frame;
    private final HistoryNeeds asks;
    private final List<GateStage> gates;
    private final LimitStage limits;
    private final PolicyStage chosenPolicy;
    private final DeviceChoice choice;
    private final PresentationStage manner;
    private final Map<String, Policy> policies;

    /**
     * @param version names these rules in explanations and metrics; different rules must have different versions
     * @param frame   the rules
     */
    public RuleSet(String version, RuleDefinitions frame) {
        this(version, frame, "", HistoryNeeds.NONE);
    }

    /** The same, with the text that the rules were read from, and what they ask of the past. */
    public RuleSet(String version, RuleDefinitions frame, String text, HistoryNeeds asks) {
        this.asks = asks;
        this.text = text;
        this.version = version;
        this.frame = frame;
        this.gates = List.of(
                new GateStage(DecisionStage.OPT_OUT, frame.optOut()),
                new GateStage(DecisionStage.PREFERENCES, frame.preferences()),
                new GateStage(DecisionStage.QUIET, frame.quiet()));
        this.limits = new LimitStage(frame.limits());
        this.choice = new DeviceChoice(frame.context(), frame.scores());
        this.manner = new PresentationStage(frame.manner());
        this.policies = frame.policies();
        this.chosenPolicy = new PolicyStage(frame.choosePolicy(), policies.keySet());
    }

    public String version() {
        return version;
    }

    /** The text that the rules were read from; empty where they were not. */
    public String text() {
        return text;
    }

    /** The names of the escalation policies that a notification can ask for. */
    public Set<String> policies() {
        return policies.keySet();
    }

    /** Whether some rule hangs on how the person was interrupted lately. */
    public boolean asksForHistory() {
        return asks.history();
    }

    /** Whether some rule hangs on how the person answers on a device, and that may be learned. */
    public boolean asksForHabits() {
        return asks.habits();
    }

    /** The names of all rules, in the order of the sections. */
    public List<String> rules() {
        return frame.names();
    }

    /** The same rules but one, to see what it brings about; its version tells so. */
    public RuleSet without(String rule) {
        return new RuleSet(version + "-" + rule, frame.without(rule), text, asks);
    }

    /** Decides. It always answers: a rule that breaks is skipped and named in the explanation. */
    public Decided decide(Facts facts) {
        ExplanationBuilder trail = new ExplanationBuilder(version, facts.now());
        EvaluationContext situation = situation(facts);
        Decision decision = decide(situation, trail);
        return new Decided(decision, trail.explanation(situation));
    }

    /** The key by which a new notification takes the place of an older one; empty for none. */
    public Optional<String> collapseKey(Facts facts) {
        EvaluationContext situation = situation(facts);
        return frame.collapse().stream()
                .filter(rule -> rule.verdict(situation).matches())
                .findFirst()
                .flatMap(rule -> rule.then().of(situation));
    }

    /** How a new notification is to be gathered with others; empty where it is to stand alone. */
    public Optional<DigestRequest> digest(Facts facts) {
        EvaluationContext situation = situation(facts);
        return frame.digest().stream()
                .filter(rule -> rule.verdict(situation, false).matches())
                .findFirst()
                .flatMap(rule -> rule.then().key().of(situation).map(key -> wish(rule, key, situation)));
    }

    private static DigestRequest wish(Rule<Digest> rule, String key, EvaluationContext situation) {
        Digest digest = rule.then();
        boolean urgent = situation.isCritical() || digest.flush().test(situation) == Truth.TRUE;
        return new DigestRequest(rule.name(), key, digest.window(), digest.lookBack(), urgent);
    }

    private EvaluationContext situation(Facts facts) {
        Map<String, Calendar> calendars = frame.calendars();
        return EvaluationContext.of(facts, frame.freshness(), calendars);
    }

    private Decision decide(EvaluationContext situation, ExplanationBuilder trail) {
        if (!situation.now().isBefore(situation.notification().expiresAt())) {
            trail.stage(DecisionStage.EXPIRY, "expired");
            return new Decision.Expire();
        }
        trail.stage(DecisionStage.EXPIRY, "passed");
        for (GateStage gate : gates) {
            Optional<Decision> decision = gate.pass(situation, trail);
            if (decision.isPresent()) {
                return decision.get();
            }
        }
        Optional<Decision> waits = WaitStage.pass(situation, trail);
        if (waits.isPresent()) {
            return waits.get();
        }
        return collect(situation, trail);
    }

    private Decision collect(EvaluationContext situation, ExplanationBuilder trail) {
        DigestState gathered = situation.notification().gathered();
        if (gathered != null && situation.now().isBefore(gathered.until())) {
            trail.stage(DecisionStage.COLLECT, gathered.rule());
            return new Decision.Hold(
                    gathered.rule(),
                    Instants.earlier(gathered.until(), situation.notification().expiresAt()));
        }
        trail.stage(DecisionStage.COLLECT, gathered == null ? "alone" : "gathered");
        return switch (limits.pass(situation, trail)) {
            case LimitStage.Result.Over over -> over.decision();
            case LimitStage.Result.Within within -> escalate(within.costs(), situation, trail);
        };
    }

    private Decision escalate(Map<String, Double> costs, EvaluationContext situation, ExplanationBuilder trail) {
        String name = chosenPolicy.pass(situation, trail, each -> reaches(each, situation));
        Policy policy = policy(name);
        Instant deadline = deadline(policy, situation);
        if (!situation.now().isBefore(deadline)) {
            trail.stage(DecisionStage.ESCALATION, "plan_deadline");
            return new Decision.Exhaust("plan_deadline");
        }
        return switch (choice.make(situation, name, policy, trail)) {
            case DeviceSelection.Chosen chosen ->
                deliver(chosen, policy, deadline, spend(costs, situation), situation, trail);
            case DeviceSelection.Excluded excluded when excluded.forGood() -> new Decision.Suppress(excluded.reason());
            case DeviceSelection.Excluded excluded ->
                new Decision.Hold(excluded.reason(), Instants.earlier(excluded.until(), deadline));
            case DeviceSelection.Nobody nobody -> nobody(nobody.reason(), policy, deadline, situation, trail);
        };
    }

    private boolean reaches(String policy, EvaluationContext situation) {
        ExplanationBuilder unseen = new ExplanationBuilder(version, situation.now());
        return choice.make(situation, policy, policy(policy), unseen) instanceof DeviceSelection.Chosen;
    }

    private Policy policy(String name) {
        return Objects.requireNonNull(policies.get(name), name);
    }

    /** From when on no attempt begins: the policy's deadline if the first was begun, and the expiry. */
    private static Instant deadline(Policy policy, EvaluationContext situation) {
        Instant since = situation.progress().since();
        Instant expiry = situation.notification().expiresAt();
        return since == null || policy.deadline() == null
                ? expiry
                : Instants.earlier(since.plus(policy.deadline()), expiry);
    }

    /** Only the first attempt interrupts anew; those after it are the same interruption. */
    private static History.@Nullable Interruption spend(Map<String, Double> costs, EvaluationContext situation) {
        return situation.progress().attempts() > 0
                ? null
                : new History.Interruption(
                        situation.now(), situation.notification().category(), costs);
    }

    private Decision deliver(
            DeviceSelection.Chosen chosen,
            Policy policy,
            Instant deadline,
            History.@Nullable Interruption spend,
            EvaluationContext situation,
            ExplanationBuilder trail) {
        NotificationFacts notification = situation.notification();
        Priority priority = notification.priority();
        Presentation wished = manner.of(chosen.seenFrom(situation), trail);
        if (chosen.from() != null) {
            trail.chosen(chosen.from());
        }
        Duration window =
                wished.ackWindow() != null ? wished.ackWindow() : chosen.step().windowOf(priority);
        Duration left = Duration.between(situation.now(), deadline);
        boolean endsFirst = left.compareTo(window) < 0;
        String cut = deadline.equals(notification.expiresAt()) ? "expires_first" : "plan_deadline_first";
        trail.stage(DecisionStage.ACK_WINDOW, endsFirst ? cut : wished.ackWindow() != null ? "rule" : "policy");
        return new Decision.Deliver(
                chosen.target(),
                AckWindow.of(endsFirst ? left : window, policy.bounds()).within(left),
                wished.ring() != null ? wished.ring() : policy.ring().contains(priority),
                wished.show() != null ? wished.show() : Variant.RICH,
                chosen.at(),
                spend);
    }

    private Decision nobody(
            String reason, Policy policy, Instant deadline, EvaluationContext situation, ExplanationBuilder trail) {
        if (policy.afterwards() == Policy.Afterwards.EXHAUST
                && situation.progress().last() != null) {
            trail.stage(DecisionStage.OTHERWISE, "exhaust");
            return new Decision.Exhaust("all_rounds_over");
        }
        trail.stage(DecisionStage.OTHERWISE, frame.otherwise().name().toLowerCase(Locale.ROOT));
        return switch (frame.otherwise()) {
            case HOLD -> new Decision.Hold(reason, deadline);
            case SUPPRESS -> new Decision.Suppress(reason);
        };
    }
}
