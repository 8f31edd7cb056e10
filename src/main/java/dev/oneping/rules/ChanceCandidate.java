package dev.oneping.rules;

import dev.oneping.model.Priority;
import dev.oneping.model.Variant;
import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.chance.NoticeTimes;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.chance.RingCosts;
import dev.oneping.rules.explain.Explanation.CandidateLine;
import dev.oneping.rules.explain.Explanation.ChanceLine;
import dev.oneping.rules.explain.Explanation.Fate;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.rule.DisplayScope;
import dev.oneping.rules.rule.Presentation;
import java.time.Instant;
import java.util.Comparator;

/** A device under evaluation by its chance. Confined to one decision and one thread. */
final class ChanceCandidate {

    /**
     * The order of devices that may ring: preferred ones first, shared ones last, then by gain; of equal gain the one
     * used last.
     */
    static final Comparator<ChanceCandidate> BEST_FIRST = Comparator.comparing(ChanceCandidate::isPreferred)
            .thenComparing(ChanceCandidate::isOwn)
            .thenComparingDouble(ChanceCandidate::gain)
            .thenComparing(ChanceCandidate::lastUse)
            .thenComparingDouble(each -> each.device().confidence())
            .reversed()
            .thenComparing(each -> each.device().id().value());

    private static final int SHOWN_EVIDENCE = 3;
    private static final double MOST_LOG_ODDS = 20;

    private final Candidate candidate;
    private final boolean inUse;
    private final int[] values;
    private final int ringsThere;
    private final Priors priors;
    private final double logOdds;
    private final double chance;
    private final double quick;
    private Presentation presentation = Presentation.OPEN;
    private double gain = Double.NEGATIVE_INFINITY;

    ChanceCandidate(Candidate candidate, ChanceFacts facts, Priors priors, double logOdds) {
        this.candidate = candidate;
        this.priors = priors;
        this.inUse = facts.isInUse(candidate.device());
        this.values = facts.values(candidate.device());
        this.ringsThere = facts.addRings(values, candidate.device());
        this.logOdds = Math.clamp(logOdds, -MOST_LOG_ODDS, MOST_LOG_ODDS);
        this.chance = ChanceModel.logistic(priors.notice().sum(values) + this.logOdds);
        this.quick = priors.quick().probability(values);
    }

    /** The chance and the quick share of a ring there in the past, as far as the device is now as it was then. */
    double chanceOfPastRing() {
        if (ringsThere == 0) {
            return chance;
        }
        int[] before = values.clone();
        before[Feature.FAILED.ordinal()] = 0;
        return ChanceModel.logistic(priors.notice().sum(before) + logOdds);
    }

    /** Computes the gain of a ring now. */
    void weigh(Priority priority, double unseen, double patience, RingCosts.Circumstances now) {
        NoticeTimes times = priors.times();
        RingCosts costs = priors.costs();
        gain = times.worth(costs.weight().of(priority), unseen, chance, quick)
                - costs.price(priority, patience, chance, now);
    }

    void present(Presentation presented) {
        presentation = presented;
    }

    Presentation presentation() {
        return presentation;
    }

    /**
     * Returns whether it can show the whole content without a sound, and the user is there to see it, or will find it
     * there: on a device of their own.
     */
    boolean showsSilently(DisplayScope display) {
        return (inUse || (display == DisplayScope.EVERYWHERE && isOwn()))
                && candidate.exclusion() == null
                && (presentation.show() == null || presentation.show() == Variant.RICH);
    }

    private Instant lastUse() {
        Instant at = ChanceFacts.lastUse(device());
        return at == null ? Instant.MIN : at;
    }

    Candidate candidate() {
        return candidate;
    }

    DeviceFacts device() {
        return candidate.device();
    }

    boolean isInUse() {
        return inUse;
    }

    boolean isPreferred() {
        return candidate.isPreferred();
    }

    /** Returns whether a touch of it is evidence of this user. */
    boolean isOwn() {
        return values[Feature.KIND.ordinal()] != FeatureValues.SHARED;
    }

    int[] values() {
        return values;
    }

    int ringsThere() {
        return ringsThere;
    }

    double chance() {
        return chance;
    }

    double quick() {
        return quick;
    }

    double gain() {
        return gain;
    }

    CandidateLine line(Fate fate, String reason) {
        ChanceLine line = new ChanceLine(
                Math.round(chance * 100) / 100.0,
                Math.round(priors.times().seconds(quick)),
                Double.isInfinite(gain) ? null : (Double) (Math.round(gain * 10) / 10.0),
                priors.notice().strongest(values, SHOWN_EVIDENCE));
        return candidate.line(fate, reason).with(line);
    }
}
