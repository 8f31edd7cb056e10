package dev.oneping.rules.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/** Some days of all. */
public sealed interface Days {

    boolean contains(LocalDate day);

    /** The same in each week. */
    record OfTheWeek(Set<DayOfWeek> weekdays) implements Days {
        public OfTheWeek {
            weekdays = Set.copyOf(weekdays);
        }

        @Override
        public boolean contains(LocalDate day) {
            return weekdays.contains(day.getDayOfWeek());
        }
    }

    /**
     * Those that a recurrence rule of RFC 5545 names, worked out when the rule is read, so that a decision only looks them up:
     * at most {@link #MAX_YEARS} years from the first, and {@link #MAX_DAYS} days.
     */
    record Recurring(Set<LocalDate> days) implements Days {

        public static final int MAX_YEARS = 30;
        public static final int MAX_DAYS = 11_000;

        public Recurring {
            days = Set.copyOf(days);
        }

        /**
         * Reads a rule such as {@code FREQ=MONTHLY;BYDAY=1MO}.
         *
         * @param first the day from which it counts
         * @throws IllegalArgumentException when it is none, or recurs more often than daily
         */
        public static Recurring of(String rule, LocalDate first) {
            RecurrenceRule parsed = parse(rule);
            if (parsed.getFreq() == Freq.HOURLY
                    || parsed.getFreq() == Freq.MINUTELY
                    || parsed.getFreq() == Freq.SECONDLY) {
                throw new IllegalArgumentException("a calendar's rule must recur daily or more rarely");
            }
            if (Stream.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND).anyMatch(parsed::hasPart)) {
                throw new IllegalArgumentException("a calendar's rule names days; its hours stand under from and to");
            }
            RecurrenceRuleIterator each = iterator(parsed, first);
            LocalDate end = first.plusYears(MAX_YEARS);
            Set<LocalDate> days = new TreeSet<>();
            while (each.hasNext() && days.size() < MAX_DAYS) {
                DateTime next = each.nextDateTime();
                LocalDate day = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
                if (day.isAfter(end)) {
                    break;
                }
                days.add(day);
            }
            return new Recurring(days);
        }

        @Override
        public boolean contains(LocalDate day) {
            return days.contains(day);
        }

        private static RecurrenceRule parse(String rule) {
            try {
                return new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT);
            } catch (InvalidRecurrenceRuleException | IllegalArgumentException broken) {
                throw new IllegalArgumentException(
                        "'" + rule + "' is no recurrence rule: " + broken.getMessage(), broken);
            }
        }

        private static RecurrenceRuleIterator iterator(RecurrenceRule rule, LocalDate first) {
            try {
                return rule.iterator(new DateTime(first.getYear(), first.getMonthValue() - 1, first.getDayOfMonth()));
            } catch (IllegalArgumentException broken) {
                throw new IllegalArgumentException(
                        "'" + rule + "' does not go with a whole day: " + broken.getMessage(), broken);
            }
        }
    }
}
