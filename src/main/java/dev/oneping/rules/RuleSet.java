package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import dev.oneping.model.Priority;
import java.time.Duration;
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
        return switch (choice.make(situation, trail)) {
            case Choice.Chosen chosen -> deliver(chosen.device(), situation, trail);
            case Choice.Excluded excluded -> new Decision.Hold(excluded.reason(), excluded.until());
            case Choice.Nobody nobody -> nobody(nobody.reason(), situation, trail);
        };
    }

    private Decision deliver(DeviceId device, Situation situation, Trail trail) {
        NotificationFacts notification = situation.notification();
        Priority priority = notification.priority();
        Policy asked = policies.get(notification.policy());
        Policy policy = asked != null ? asked : Objects.requireNonNull(policies.get(Policy.DEFAULT));
        Duration window = policy.windowOf(priority);
        Duration left = Duration.between(situation.now(), notification.expiresAt());
        boolean expiresFirst = left.compareTo(window) < 0;
        trail.stage(Stage.ACK_WINDOW, asked == null ? "unknown_policy" : expiresFirst ? "expires_first" : "policy");
        return new Decision.Deliver(
                device, expiresFirst ? left : window, policy.ring().contains(priority));
    }

    private Decision nobody(String reason, Situation situation, Trail trail) {
        trail.stage(Stage.OTHERWISE, otherwise.name().toLowerCase(Locale.ROOT));
        return switch (otherwise) {
            case HOLD -> new Decision.Hold(reason, situation.notification().expiresAt());
            case SUPPRESS -> new Decision.Suppress(reason);
        };
    }
}
