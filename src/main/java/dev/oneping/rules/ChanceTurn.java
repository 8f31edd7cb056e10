package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Priority;
import dev.oneping.rules.chance.Attempted;
import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.chance.RingCosts;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.fact.AttentionState;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Progress;
import dev.oneping.rules.fact.Ring;
import dev.oneping.rules.rule.ByChance;
import dev.oneping.rules.rule.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The decision by chance among the devices that no rule excludes. Confined to one decision and one thread. */
final class ChanceTurn {

    /** The chance of a past ring on a device that is no longer known. */
    private static final double CHANCE_OF_OTHERS = 0.3;

    private final EvaluationContext context;
    private final ChanceFacts facts;
    private final Policy policy;
    private final ByChance by;
    private final Priors priors;
    private final Priority priority;
    private final Progress progress;
    private final List<ChanceCandidate> open;
    private final RingCosts.Circumstances circumstances;
    private final Attempted attempted;
    private @Nullable ChanceCandidate winner;

    ChanceTurn(EvaluationContext context, ChanceFacts facts, Policy policy, ByChance by, List<ChanceCandidate> open) {
        this.context = context;
        this.facts = facts;
        this.policy = policy;
        this.by = by;
        this.priors = by.priors();
        this.priority = context.notification().priority();
        this.progress = context.progress();
        this.open = open;
        this.circumstances = facts.circumstances(priors.costs());
        this.attempted = attempted();
    }

    /** Chooses the device that rings, or that shows it first without a sound; otherwise waits. */
    DeviceSelection choose(String name) {
        double unseen = attempted.unseen() * attempted.pending();
        for (ChanceCandidate each : open) {
            each.weigh(priority, unseen, by.priceOf(priority), circumstances);
        }
        ChanceCandidate best = best();
        if (best != null) {
            winner = best;
            return chosen(best, name, false);
        }
        ChanceCandidate shown = progress.attempts() > 0 ? null : silentTarget();
        if (shown != null) {
            winner = shown;
            return chosen(shown, name, true);
        }
        return new DeviceSelection.Waits("not_worth_a_ring", nextLook(), silent(null));
    }

    /** The app's own push channel as the only target. */
    DeviceSelection pushChannel(String name) {
        int[] values = facts.ofPushChannel();
        double chance = priors.notice().probability(values);
        double worth = priors.times()
                .worth(
                        priors.costs().weight().of(priority),
                        attempted.unseen() * attempted.pending(),
                        chance,
                        priors.quick().probability(values));
        double price = priors.costs().price(priority, by.priceOf(priority), chance, circumstances);
        boolean rings = policy.ring().contains(priority);
        boolean first = progress.attempts() == 0;
        boolean rested = first
                || (by.insists(priority, progress.rings())
                        && !rests(null, progress.rings().size()));
        if (first && (!rings || priority == Priority.CRITICAL) || (rings && rested && worth > price)) {
            return new DeviceSelection.Chosen(
                    new DecisionTarget.OnChannel("push"),
                    by.stepAfter(progress.rings().size()),
                    next(name),
                    null);
        }
        return new DeviceSelection.Waits("not_worth_a_ring", nextLook(), Set.of());
    }

    private DeviceSelection chosen(ChanceCandidate best, String name, boolean silently) {
        DeviceId id = best.device().id();
        return new DeviceSelection.Chosen(
                ChanceFacts.isByPush(best.device()) ? new DecisionTarget.OnPush(id) : new DecisionTarget.OnDevice(id),
                by.stepAfter(progress.rings().size()),
                next(name),
                best.candidate().context(),
                silent(id),
                silently);
    }

    private EscalationPosition next(String name) {
        return new EscalationPosition(name, 1, 1, progress.attempts() + 1);
    }

    /** The device to ring; null if none is worth it. A critical notification rings somewhere at first. */
    private @Nullable ChanceCandidate best() {
        ChanceCandidate best = null;
        for (ChanceCandidate each : open) {
            if (whyNot(each).equals("lower_gain")
                    && (best == null || ChanceCandidate.BEST_FIRST.compare(each, best) < 0)) {
                best = each;
            }
        }
        boolean must = best == null
                && priority == Priority.CRITICAL
                && progress.rings().isEmpty();
        return must ? first(true) : best;
    }

    /** The reason for which a device does not ring; {@code lower_gain} if it could. */
    String whyNot(ChanceCandidate each) {
        if (!mayRing(each)) {
            return "no_sound_here";
        }
        if (hasFailed(each.device())) {
            return "did_not_arrive";
        }
        if (!by.insists(priority, progress.rings()) && !progress.rings().isEmpty() && !isBreak()) {
            return "waits_for_a_break";
        }
        if (each.chance() < priors.costs().leastChance().of(priority)) {
            return "hardly_noticed";
        }
        if (rests(each.device().id(), each.ringsThere())) {
            return "rang_here";
        }
        return each.gain() > 0 ? "lower_gain" : "not_worth_a_ring";
    }

    private boolean mayRing(ChanceCandidate each) {
        Boolean ring = each.presentation().ring();
        return ring != null ? ring : policy.ring().contains(priority);
    }

    /** Returns whether the way to the device did not take the notification a moment ago. */
    private boolean hasFailed(DeviceFacts device) {
        Instant failed = ChanceFacts.isByPush(device)
                ? device.use().pushFailedAt()
                : device.use().sessionFailedAt();
        return failed != null && facts.seconds(failed) < priors.costs().restOf(priority, 1);
    }

    /** The first target without a sound: for a priority that never rings, or where a rule forbids the sound. */
    private @Nullable ChanceCandidate silentTarget() {
        boolean rings = policy.ring().contains(priority);
        ChanceCandidate best = first(false);
        return best != null && (!rings || best.isInUse() || priority == Priority.CRITICAL) ? best : null;
    }

    /** The best device that may ring, or that may not, regardless of the gain. */
    private @Nullable ChanceCandidate first(boolean ringing) {
        ChanceCandidate best = null;
        for (ChanceCandidate each : open) {
            if (mayRing(each) == ringing
                    && !hasFailed(each.device())
                    && (best == null || ChanceCandidate.BEST_FIRST.compare(each, best) < 0)) {
                best = each;
            }
        }
        return best;
    }

    private boolean rests(@Nullable DeviceId device, int ringsThere) {
        double rest = priors.costs().restOf(priority, ringsThere);
        for (Ring ring : progress.rings()) {
            if (Objects.equals(device, ring.device()) && facts.seconds(ring.at()) < rest) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether there was a natural break since the last ring: the user took up a device, or a call or presentation
     * on it ended. It is a reason to ring again only if the notification is probably unseen.
     */
    private boolean isBreak() {
        if (attempted.unseen() < priors.costs().leastUnseen()) {
            return false;
        }
        Instant last = progress.rings().getLast().at();
        for (ChanceCandidate each : open) {
            DeviceFacts device = each.device();
            Instant free = device.use().freeSince();
            if (device.online()
                    && each.isOwn()
                    && device.attention() == AttentionState.ACTIVE
                    && (device.since().isAfter(last) || (free != null && free.isAfter(last)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The time of the next decision without an event. What was attempted and does not insist waits for an event: looking at
     * it again and again would only cost.
     */
    private Instant nextLook() {
        if (!by.insists(priority, progress.rings()) && progress.attempts() > 0) {
            return context.notification().expiresAt();
        }
        Duration age = Duration.between(context.notification().createdAt(), context.now());
        return context.now().plus(by.lookAgain(priority, progress.rings().size(), age));
    }

    private Set<DeviceId> silent(@Nullable DeviceId target) {
        Set<DeviceId> silent = new HashSet<>();
        for (ChanceCandidate each : open) {
            if (each.showsSilently(by.display()) && !each.device().id().equals(target)) {
                silent.add(each.device().id());
            }
        }
        return silent;
    }

    private Attempted attempted() {
        Attempted attempts = new Attempted(priors.times());
        if (progress.shownSince() != null) {
            double glance = 0;
            double found = 0;
            for (ChanceCandidate each : open) {
                glance = Math.max(glance, priors.glance().probability(each.values()));
                found = Math.max(found, priors.found().rate(each.values()));
            }
            attempts.shown(glance, found, facts.seconds(progress.shownSince()));
        }
        for (Ring ring : progress.rings()) {
            ChanceCandidate there = candidate(ring.device());
            double chance = there == null ? CHANCE_OF_OTHERS : there.chanceOfPastRing();
            double quick = there == null ? ChanceModel.logistic(priors.quick().bias()) : there.quick();
            attempts.ring(chance, quick, facts.seconds(ring.at()));
        }
        return attempts;
    }

    private @Nullable ChanceCandidate candidate(@Nullable DeviceId device) {
        for (ChanceCandidate each : open) {
            if (each.device().id().equals(device)) {
                return each;
            }
        }
        return null;
    }

    /** The way in which the winner was found. */
    String how() {
        if (open.size() == 1) {
            return "only_candidate";
        }
        for (ChanceCandidate each : open) {
            if (each != winner && whyLost(each).equals("tie_broken")) {
                return "tie_broken";
            }
        }
        return winner != null && winner.isPreferred() ? "preferred" : "best_gain";
    }

    /** The reason for which a device is not the target. */
    String whyLost(ChanceCandidate each) {
        String why = whyNot(each);
        return winner != null && why.equals("lower_gain") && each.gain() == winner.gain() ? "tie_broken" : why;
    }

    @Nullable
    ChanceCandidate winner() {
        return winner;
    }

    double asleep() {
        return Math.round(facts.asleep() * 100) / 100.0;
    }

    double unseen() {
        return Math.round(attempted.unseen() * 100) / 100.0;
    }
}
