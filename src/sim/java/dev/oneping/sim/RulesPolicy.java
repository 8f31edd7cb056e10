package dev.oneping.sim;

import dev.oneping.rules.Decision;
import dev.oneping.rules.DecisionTarget;
import dev.oneping.rules.History;
import dev.oneping.rules.RuleSet;
import java.util.Map;
import java.util.Set;

/** The decisions of a rule set: the code of the service, fed with what is known from frames. */
final class RulesPolicy implements RingPolicy {

    private final RuleSet rules;
    private final boolean everywhere;
    private History history = History.NONE;

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
        Decision decision = rules.decide(ViewFacts.of(view, open, history, now)).decision();
        if (now < open.waitsUntil) {
            return new Look(0, displays(view, open, decision, now), open.waitsUntil);
        }
        return switch (decision) {
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
            shows |= 1 << index(view, id.value());
        }
        if (shows != 0 && open.shownSince < 0) {
            open.shownSince = now;
        }
        return shows;
    }

    private static int index(ServerView view, String id) {
        return view.person().devices().stream()
                .filter(device -> device.id().equals(id))
                .findFirst()
                .orElseThrow()
                .index();
    }
}
