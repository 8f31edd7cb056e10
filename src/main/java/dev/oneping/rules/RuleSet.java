package dev.oneping.rules;

import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is to become of a notification. Immutable and thread-safe; a newer rule set replaces it as a whole, so that
 * no decision mixes two versions.
 */
public final class RuleSet {

    private final String version;
    private final Freshness freshness;
    private final List<GateStage> gates;
    private final DeviceChoice choice;
    private final Map<String, Policy> policies;
    private final Otherwise otherwise;

    /**
     * @param version names these rules in explanations and metrics; different rules must have different versions
     * @param frame   the rules
     */
    public RuleSet(String version, Frame frame) {
        this.version = version;
        this.freshness = frame.freshness();
        this.gates = List.of(
                new GateStage(Stage.OPT_OUT, frame.optOut()),
                new GateStage(Stage.PREFERENCES, frame.preferences()),
                new GateStage(Stage.QUIET, frame.quiet()));
        this.choice = new DeviceChoice(frame.context(), frame.scores());
        this.policies = frame.policies();
        this.otherwise = frame.otherwise();
    }

    public String version() {
        return version;
    }

    /** The names of the escalation policies that a notification can ask for. */
    public Set<String> policies() {
        return policies.keySet();
    }

    /** Decides. It always answers: a rule that breaks is skipped and named in the explanation. */
    public Decided decide(Facts facts) {
        Trail trail = new Trail(version, facts.now());
        Decision decision = decide(Situation.of(facts, freshness), trail);
        return new Decided(decision, trail.explanation());
    }

    private Decision decide(Situation situation, Trail trail) {
        if (!situation.now().isBefore(situation.notification().expiresAt())) {
            trail.stage(Stage.EXPIRY, "expired");
            return new Decision.Expire();
        }
        trail.stage(Stage.EXPIRY, "passed");
        for (GateStage gate : gates) {
            Optional<Decision> decision = gate.pass(situation, trail);
            if (decision.isPresent()) {
                return decision.get();
            }
        }
        return escalate(situation, trail);
    }

    private Decision escalate(Situation situation, Trail trail) {
        String asked = situation.notification().policy();
        String name = policies.containsKey(asked) ? asked : Policy.DEFAULT;
        Policy policy = Objects.requireNonNull(policies.get(name));
        Instant deadline = deadline(policy, situation);
        if (!situation.now().isBefore(deadline)) {
            trail.stage(Stage.ESCALATION, "plan_deadline");
            return new Decision.Exhaust("plan_deadline");
        }
        return switch (choice.make(situation, name, policy, trail)) {
            case Choice.Chosen chosen -> deliver(chosen, policy, deadline, situation, trail);
            case Choice.Excluded excluded ->
                new Decision.Hold(excluded.reason(), Moments.earlier(excluded.until(), deadline));
            case Choice.Nobody nobody -> nobody(nobody.reason(), policy, deadline, situation, trail);
        };
    }

    /** From when on no attempt begins: the policy's deadline if the first was begun, and the expiry. */
    private static Instant deadline(Policy policy, Situation situation) {
        Instant since = situation.progress().since();
        Instant expiry = situation.notification().expiresAt();
        return since == null || policy.deadline() == null
                ? expiry
                : Moments.earlier(since.plus(policy.deadline()), expiry);
    }

    private Decision deliver(Choice.Chosen chosen, Policy policy, Instant deadline, Situation situation, Trail trail) {
        NotificationFacts notification = situation.notification();
        Priority priority = notification.priority();
        Duration window = chosen.step().windowOf(priority);
        Duration left = Duration.between(situation.now(), deadline);
        boolean endsFirst = left.compareTo(window) < 0;
        boolean unknown = !policies.containsKey(notification.policy());
        String cut = deadline.equals(notification.expiresAt()) ? "expires_first" : "plan_deadline_first";
        trail.stage(Stage.ACK_WINDOW, unknown ? "unknown_policy" : endsFirst ? cut : "policy");
        return new Decision.Deliver(
                chosen.target(),
                AckWindow.of(endsFirst ? left : window, policy.bounds()),
                policy.ring().contains(priority),
                Variant.RICH,
                chosen.at());
    }

    private Decision nobody(String reason, Policy policy, Instant deadline, Situation situation, Trail trail) {
        if (policy.afterwards() == Policy.Afterwards.EXHAUST
                && situation.progress().last() != null) {
            trail.stage(Stage.OTHERWISE, "exhaust");
            return new Decision.Exhaust("all_rounds_over");
        }
        trail.stage(Stage.OTHERWISE, otherwise.name().toLowerCase(Locale.ROOT));
        return switch (otherwise) {
            case HOLD -> new Decision.Hold(reason, deadline);
            case SUPPRESS -> new Decision.Suppress(reason);
        };
    }
}
