package dev.oneping.sim;

import dev.oneping.sim.Reactions.Reaction;
import dev.oneping.sim.RingPolicy.Look;
import dev.oneping.sim.RingPolicy.Open;
import dev.oneping.sim.SimFrame.Type;
import java.util.ArrayList;
import java.util.List;

/** One person's days under a policy in process, in closed loop. */
final class PersonRun {

    private static final int EXPIRY = DayPlan.DAY;

    private final SimDays days;
    private final RingPolicy policy;
    private final ServerView view;
    private final Reactions reactions;
    private final List<Open> open = new ArrayList<>();

    PersonRun(SimDays days, RingPolicy policy, double silence) {
        this.days = days;
        this.policy = policy;
        this.view = new ServerView(days.person());
        this.reactions = new Reactions(days, new Perception(days, silence));
    }

    Reactions reactions() {
        return reactions;
    }

    /** Runs to the end. */
    List<SimOutcome> run() {
        int frame = 0;
        int notice = 0;
        while (true) {
            int nextFrame =
                    frame < days.frames().size() ? days.frames().get(frame).at() : Integer.MAX_VALUE;
            int nextNotice =
                    notice < days.notices().size() ? days.notices().get(notice).at() : Integer.MAX_VALUE;
            int nextLook = open.stream().mapToInt(one -> one.nextLook).min().orElse(Integer.MAX_VALUE);
            int nextReaction = reactions.next();
            int now = Math.min(Math.min(nextFrame, nextNotice), Math.min(nextLook, nextReaction));
            if (now >= days.end()) {
                return reactions.outcomes();
            }
            if (now == nextFrame) {
                hear(days.frames().get(frame++));
            } else if (now == nextReaction) {
                react();
            } else if (now == nextNotice) {
                arrive(days.notices().get(notice++));
            } else {
                expire(now);
                List.copyOf(open).stream().filter(one -> one.nextLook <= now).forEach(one -> look(one, now));
            }
        }
    }

    private void expire(int now) {
        open.stream().filter(one -> now - one.notice.at() > EXPIRY).forEach(policy::expired);
        open.removeIf(one -> now - one.notice.at() > EXPIRY);
    }

    private void hear(SimFrame frame) {
        boolean changed = view.hear(frame);
        if (frame.type() == Type.OPEN && policy.silentEverywhere()) {
            open.stream()
                    .filter(one -> !reactions.isShown(one.notice.number(), frame.device()))
                    .forEach(one -> reactions.show(one.notice.number(), frame.device(), frame.at(), false));
        }
        if (changed) {
            List.copyOf(open).stream()
                    .filter(one -> frame.at() - one.lookedAt >= 2)
                    .forEach(one -> look(one, frame.at()));
        }
    }

    private void arrive(SimNotice notice) {
        Open one = new Open(notice);
        open.add(one);
        if (policy.silentEverywhere()) {
            one.shownSince = notice.at();
            days.person().devices().stream()
                    .filter(device -> view.reaches(device.index()))
                    .forEach(device -> reactions.show(notice.number(), device.index(), notice.at(), false));
        }
        look(one, notice.at());
    }

    private void look(Open one, int now) {
        one.lookedAt = now;
        Look look = policy.look(view, one, now);
        one.nextLook = Math.max(now + 1, look.next());
        for (SimDevice device : days.person().devices()) {
            boolean rings = (look.rings() >> device.index() & 1) == 1;
            boolean shows = (look.shows() >> device.index() & 1) == 1;
            if (rings || (shows && !reactions.isShown(one.notice.number(), device.index()))) {
                reactions.show(one.notice.number(), device.index(), now, rings);
            }
        }
    }

    private void react() {
        Reaction reaction = reactions.react();
        if (reaction.tap()) {
            open.stream()
                    .filter(one -> one.notice.number() == reaction.notice())
                    .findFirst()
                    .ifPresent(one -> {
                        policy.answered(view, one, reaction.device(), reaction.at());
                        open.remove(one);
                    });
        }
    }
}
