package dev.oneping.sim;

import dev.oneping.model.Priority;
import dev.oneping.rules.Decision;
import dev.oneping.rules.DecisionTarget;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.fact.History;
import dev.oneping.sim.ServerView.Known;
import java.util.Map;
import java.util.Set;

/** The decisions of a rule set: the code of the service, fed with what is known from frames. */
final class RulesPolicy implements RingPolicy {

    /** As the service by default: the least time between two sounds, and the confidence of a presumption. */
    private static final int DISTANCE = 30;

    private static final double PRESUMED = 0.8;

    private final RuleSet rules;
    private final boolean everywhere;
    private History history = History.NONE;
    private int rangAt = ServerView.LONG_AGO;

    /** @param everywhere whether every device displays silently, whatever the rules say */
    RulesPolicy(RuleSet rules, boolean everywhere) {
        this.rules = rules;
        this.everywhere = everywhere;
    }

    @Override
    public boolean silentEverywhere() {
        return everywhere;
    }

    @Override
    public Look look(ServerView view, Open open, int now) {
        open.presumed |= isPresumed(view, open, now);
        Decision decision = rules.decide(ViewFacts.of(view, open, history, now)).decision();
        if (now < open.waitsUntil) {
            return new Look(0, displays(view, open, decision, now), open.waitsUntil);
        }
        return switch (decision) {
            case Decision.Deliver deliver
            when deliver.ring() && open.presumed && isPatient(open) ->
                new Look(0, displays(view, open, decision, now), Integer.MAX_VALUE);
            case Decision.Deliver deliver
            when deliver.ring() && now - rangAt < DISTANCE && isPatient(open) ->
                new Look(0, displays(view, open, decision, now), now + DISTANCE);
            case Decision.Deliver deliver -> deliver(view, open, deliver, now);
            case Decision.Hold hold -> {
                int until = (int) (hold.until().getEpochSecond() - ViewFacts.START.getEpochSecond());
                yield new Look(0, shown(view, open, hold.silent(), now), until);
            }
            default -> Look.none(Integer.MAX_VALUE);
        };
    }

    /** While an answer is awaited, a decision changes only what displays it. */
    private int displays(ServerView view, Open open, Decision decision, int now) {
        return switch (decision) {
            case Decision.Deliver deliver
            when deliver.target() instanceof DecisionTarget.OnDevice on ->
                shown(view, open, deliver.silent(), now)
                        | 1 << index(view, on.device().value());
            case Decision.Deliver deliver -> shown(view, open, deliver.silent(), now);
            case Decision.Hold hold -> shown(view, open, hold.silent(), now);
            default -> 0;
        };
    }

    /** Rings there, whatever it is worth. */
    Look ring(ServerView view, Open open, int device, int now) {
        open.attempts++;
        open.rang(device, now, !view.device(device).online);
        open.shownAt.put(device, now);
        rangAt = now;
        history = history.and(new History.Interruption(ViewFacts.instant(now), "chat", Map.of()));
        return Look.ring(device, now + 20);
    }

    History history() {
        return history;
    }

    private Look deliver(ServerView view, Open open, Decision.Deliver deliver, int now) {
        int shows = shown(view, open, deliver.silent(), now);
        int next = now + (int) deliver.window().length().toSeconds();
        int device = switch (deliver.target()) {
            case DecisionTarget.OnDevice on -> index(view, on.device().value());
            case DecisionTarget.OnPush on -> index(view, on.device().value());
            case DecisionTarget.OnChannel ignored -> Scene.NONE;
            case DecisionTarget.Everyone ignored -> Scene.NONE;
        };
        open.waitsUntil = next;
        if (device < 0 || !deliver.ring()) {
            open.attempts++;
            open.shownSince = open.shownSince < 0 ? now : open.shownSince;
            return new Look(0, shows | (device < 0 ? 0 : 1 << device), next);
        }
        ring(view, open, device, now);
        return new Look(1 << device, shows, next);
    }

    private int shown(ServerView view, Open open, Set<dev.oneping.model.DeviceId> silent, int now) {
        int shows = 0;
        for (dev.oneping.model.DeviceId id : silent) {
            int device = index(view, id.value());
            shows |= 1 << device;
            open.shownAt.putIfAbsent(device, now);
        }
        if (shows != 0 && open.shownSince < 0) {
            open.shownSince = now;
        }
        return shows;
    }

    private static boolean isPatient(Open open) {
        return open.notice.priority().compareTo(Priority.HIGH) < 0;
    }

    /** The service's inference, for silent displays: input some time after a device that shows it was taken up. */
    private static boolean isPresumed(ServerView view, Open open, int now) {
        return open.shownAt.entrySet().stream().anyMatch(shown -> {
            Known known = view.device(shown.getKey());
            double seconds = known.lastInput() - Math.max(shown.getValue(), known.since);
            boolean rang = open.rings.stream().anyMatch(ring -> ring.device() == shown.getKey());
            double share = rang ? 0.9 : 0.7;
            return known.online
                    && seconds > 0
                    && share * (1 - Math.exp(-seconds / 7)) + (1 - share) * (1 - Math.exp(-seconds / 300)) >= PRESUMED;
        });
    }

    private static int index(ServerView view, String id) {
        return view.person().devices().stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow()
                .index();
    }
}
