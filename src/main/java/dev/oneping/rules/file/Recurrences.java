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

/** Works out the days of recurrence rules by RFC 5545: those of so many years from the first, and only so many. */
final class Recurrences {

    static final int MAX_YEARS = 30;
    static final int MAX_DAYS = 11_000;

    private Recurrences() {}

    /**
     * Reads a rule such as {@code FREQ=MONTHLY;BYDAY=1MO}.
     *
     * @param first the day from which it counts
     * @throws IllegalArgumentException when it is none, or recurs more often than daily
     */
    static Days of(String rule, LocalDate first) {
        RecurrenceRule parsed = parse(rule);
        if (parsed.getFreq() == Freq.HOURLY || parsed.getFreq() == Freq.MINUTELY || parsed.getFreq() == Freq.SECONDLY) {
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
        return new Days.Recurring(days);
    }

    private static RecurrenceRule parse(String rule) {
        try {
            return new RecurrenceRule(rule, RecurrenceRule.RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException | IllegalArgumentException broken) {
            throw new IllegalArgumentException("'" + rule + "' is no recurrence rule: " + broken.getMessage(), broken);
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
