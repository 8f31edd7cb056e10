package dev.oneping.rules.file;

import dev.oneping.rules.time.Days;
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

/** Expands RFC 5545 recurrence rules to days, within limits on the number of years and of days. */
final class Recurrences {

    static final int MAX_YEARS = 30;
    static final int MAX_DAYS = 11_000;

    private Recurrences() {}

    /**
     * Expands a rule such as {@code FREQ=MONTHLY;BYDAY=1MO}.
     *
     * @param first the first day of the recurrence
     * @throws IllegalArgumentException if the rule is invalid or recurs more often than daily
     */
    static Days of(String rule, LocalDate first) {
        RecurrenceRule parsed = parse(rule);
        if (parsed.getFreq() == Freq.HOURLY || parsed.getFreq() == Freq.MINUTELY || parsed.getFreq() == Freq.SECONDLY) {
            throw new IllegalArgumentException("a calendar's rule must not recur more often than daily");
        }
        if (Stream.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND).anyMatch(parsed::hasPart)) {
            throw new IllegalArgumentException("a calendar's rule must not set hours; use 'from' and 'to' instead");
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
        return new Days.Recurring(days);
    }

    private static RecurrenceRule parse(String rule) {
        try {
            return new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException broken) {
            throw new IllegalArgumentException(
                    "'" + rule + "' is not a recurrence rule: " + broken.getMessage(), broken);
        }
    }

    private static RecurrenceRuleIterator iterator(RecurrenceRule rule, LocalDate first) {
        try {
            return rule.iterator(new DateTime(first.getYear(), first.getMonthValue() - 1, first.getDayOfMonth()));
        } catch (IllegalArgumentException broken) {
            throw new IllegalArgumentException(
                    "'" + rule + "' does not apply to whole days: " + broken.getMessage(), broken);
        }
    }
}
