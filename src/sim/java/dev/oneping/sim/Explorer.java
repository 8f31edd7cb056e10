package dev.oneping.sim;

import dev.oneping.rules.ChanceVectors;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.Facts;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The decisions of a rule set with rings where it would not ring, that asks the truth at each look how a ring or a display would have
 * ended on every device: the source of the examples.
 */
final class Explorer implements RingPolicy {

    private static final double ASTRAY = 0.1;
    private static final int GLANCE = 20;

    private final SimDays days;
    private final Priors priors;
    private final RulesPolicy inner;
    private final Perception perception;
    private final Reactions reactions;
    private final SplittableRandom random;
    private final Lessons lessons = new Lessons();
    private final PersonRun run;

    private Explorer(SimDays days, RuleSet rules, Priors priors) {
        this.days = days;
        this.priors = priors;
        this.inner = new RulesPolicy(rules, true);
        this.perception = new Perception(days, 1);
        this.random = new SplittableRandom(
                Dice.seed(days.person().seed(), days.person().number(), 9));
        this.run = new PersonRun(days, this, 1);
        this.reactions = run.reactions();
    }

    /** The examples of one person's days. */
    static Lessons explore(SimDays days, RuleSet rules, Priors priors) {
        Explorer explorer = new Explorer(days, rules, priors);
        explorer.run.run();
        return explorer.lessons;
    }

    @Override
    public boolean silentEverywhere() {
        return true;
    }

    @Override
    public Look look(ServerView view, Open open, int now) {
        Facts facts = ViewFacts.of(view, open, inner.history(), now);
        ChanceVectors vectors = new ChanceVectors(facts, priors);
        if (now > DayPlan.DAY) {
            // Before, no client has reported yet, which would teach that people of whom nothing is known are asleep.
            learn(view, facts, vectors, open, now);
        }
        boolean astray = now >= open.waitsUntil && random.nextDouble() < ASTRAY / (1 + open.rings.size());
        Look look = astray ? inner.ring(view, open, reached(view), now) : inner.look(view, open, now);
        // Looks at all ages, also where the policy would not look again.
        int soon = now + 20 + Dice.exponential(random, 60 + (now - open.notice.at()) / 2.0);
        return new Look(look.rings(), look.shows(), Math.min(look.next(), soon));
    }

    private int reached(ServerView view) {
        List<SimDevice> reached = days.person().devices().stream()
                .filter(device -> view.reaches(device.index()))
                .toList();
        return reached.get(random.nextInt(reached.size())).index();
    }

    private void learn(ServerView view, Facts facts, ChanceVectors vectors, Open open, int now) {
        int number = open.notice.number();
        boolean first = true;
        boolean unseen = reactions.seenAt(number) < 0;
        int found = unseen ? reactions.foundAt(number) : Perception.NEVER;
        boolean quiet = open.rings.isEmpty() || now - open.rings.getLast().at() > 120;
        for (SimDevice device : days.person().devices()) {
            int index = device.index();
            DeviceFacts known = facts.devices().get(index);
            int[] vector = vectors.of(known);
            if (first) {
                lessons.asleep.add(vector, days.at(now).asleep() ? 1 : 0);
                first = false;
            }
            if (!unseen || !view.reaches(index)) {
                continue;
            }
            learnRing(number, index, now, open.rings.size() + 1, vector);
            if (quiet && now == open.notice.at()) {
                int glance = perception.silent(number, index, now, 1);
                lessons.glance.add(vector, glance >= 0 && glance - now <= GLANCE ? 1 : 0);
            } else if (quiet && now - open.notice.at() > GLANCE) {
                lessons.found.add(vector, found >= 0 && found - now <= 60 ? 1 : 0);
            }
        }
    }

    private void learnRing(int number, int index, int now, int ring, int[] vector) {
        int delay = perception.ring(number, index, now, ring);
        lessons.notice.add(vector, delay >= 0 && delay <= 120 ? 1 : 0);
        if (delay >= 0) {
            lessons.quick.add(vector, delay <= 10 ? 1 : 0);
        }
    }
}
