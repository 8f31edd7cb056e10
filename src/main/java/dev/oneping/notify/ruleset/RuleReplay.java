package dev.oneping.notify.ruleset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.TenantId;
import dev.oneping.rules.Decided;
import dev.oneping.rules.RuleSet;
import dev.oneping.rules.WhatIf;
import dev.oneping.rules.explain.Explanation;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replays past decisions with other rules, and reports the differences. Each decision is evaluated by itself: the later
 * consequences of a different decision are not simulated.
 */
@Singleton
class RuleReplay {

    /** The number of differences that are listed; further ones are only counted. */
    private static final int MAX_LISTED = 100;

    private final FactsLog facts;
    private final Clock clock;

    RuleReplay(FactsLog facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** Runs the replay. It is slow, so it must not run on a thread that others wait for. */
    Report run(TenantId tenant, RuleSet rules, Duration back) {
        Course course = new Course(rules, clock.instant().minus(back));
        String place = "";
        do {
            FactsLog.Page page = facts.before(tenant, place).await().indefinitely();
            page.kept().forEach(course::take);
            place = page.place();
        } while (!place.isEmpty() && !course.isOver());
        return course.report();
    }

    /**
     * The differences between past and replayed decisions.
     *
     * @param rules       the replayed version
     * @param since       the time of the earliest decision considered
     * @param decisions   the number of decisions replayed
     * @param same        the number of equal decisions
     * @param missed      the number of further decisions, whose facts were not recorded under load
     * @param changes     the kinds of difference, the most frequent first
     * @param differences each difference, the newest first; at most 100
     */
    public record Report(
            String rules,
            Instant since,
            long decisions,
            long same,
            long missed,
            List<Change> changes,
            List<Difference> differences) {}

    /** The number of decisions that would have changed from one kind to another. */
    public record Change(String from, String to, long count) {}

    /**
     * A decision that would have been different.
     *
     * @param notification the notification
     * @param at           when it was decided
     * @param was          the decision in a short form
     * @param wouldBe      the same under the replayed rules
     * @param because      the reason that the replayed rules give
     * @param by           the version that decided then
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Difference(
            String notification,
            Instant at,
            String was,
            String wouldBe,
            @Nullable String because,
            String by) {}

    /** One run, confined to one call. */
    private static final class Course {
        private final RuleSet rules;
        private final Instant since;
        private final Map<Map.Entry<String, String>, Long> changes = new HashMap<>();
        private final List<Difference> differences = new ArrayList<>();
        private long decisions;
        private long same;
        private long missed;
        private boolean over;

        Course(RuleSet rules, Instant since) {
            this.rules = rules;
            this.since = since;
        }

        boolean isOver() {
            return over;
        }

        void take(RecordedDecision kept) {
            over = kept.facts().now().isBefore(since);
            if (over) {
                return;
            }
            decisions++;
            missed += kept.missed();
            Decided now = rules.decide(kept.facts());
            String words = WhatIf.words(now.decision());
            if (words.equals(kept.decided())) {
                same++;
                return;
            }
            changes.merge(Map.entry(kind(kept.decided()), kind(words)), 1L, Long::sum);
            if (differences.size() < MAX_LISTED) {
                differences.add(new Difference(
                        kept.facts().notification().id(),
                        kept.facts().now(),
                        kept.decided(),
                        words,
                        because(now.explanation()),
                        kept.rules()));
            }
        }

        private static @Nullable String because(Explanation why) {
            return why.stages().isEmpty() ? null : why.stages().getLast().reason();
        }

        /** Removes times and durations, so that equal changes are counted together. */
        private static String kind(String words) {
            return words.replaceFirst(" until .*| for \\d+ s$", "").replaceFirst(",$", "");
        }

        Report report() {
            List<Change> counted = changes.entrySet().stream()
                    .map(entry ->
                            new Change(entry.getKey().getKey(), entry.getKey().getValue(), entry.getValue()))
                    .sorted(Comparator.comparingLong(Change::count)
                            .reversed()
                            .thenComparing(Change::from)
                            .thenComparing(Change::to))
                    .limit(MAX_LISTED)
                    .toList();
            return new Report(rules.version(), since, decisions, same, missed, counted, differences);
        }
    }
}
