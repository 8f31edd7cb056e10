package dev.oneping.rules.file;

import dev.oneping.rules.file.source.Interruption;
import dev.oneping.rules.time.Days;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * Expands RFC 5545 recurrence rules to days until the end of the century. Whatever exceeds a limit is an error, so that no
 * calendar is silently closed.
 */
final class Recurrences {

    /** The most days of all rules of one file: a rule that recurs daily has about 27,000 until the end of the century. */
    static final int MAX_DAYS = 250_000;

    /** A day before the first users of any service, and the last day on which a rule recurs. */
    private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);

    private static final LocalDate LAST = LocalDate.of(2099, 12, 31);

    /** The library steps through each interval, at a cost that grows with its length. */
    private static final int MAX_INTERVAL = 1_000;

    private Recurrences() {}

    /**
     * Expands a rule such as {@code FREQ=MONTHLY;BYDAY=1MO}.
     *
     * @param first the first day of the recurrence
     * @param most  the most days that the rule may have
     * @throws IllegalArgumentException if the rule is invalid or recurs more often than daily
     */
    static Days.Recurring of(String rule, LocalDate first, int most) {
        RecurrenceRule parsed = parse(rule);
        if (first.isBefore(EARLIEST) || first.isAfter(LAST)) {
            throw new IllegalArgumentException("a calendar's rule must start from " + EARLIEST + " to " + LAST);
        }
        if (parsed.getInterval() > MAX_INTERVAL) {
            throw new IllegalArgumentException("a calendar's INTERVAL may be at most " + MAX_INTERVAL);
        }
        if (parsed.getFreq() == Freq.HOURLY || parsed.getFreq() == Freq.MINUTELY || parsed.getFreq() == Freq.SECONDLY) {
            throw new IllegalArgumentException("a calendar's rule must not recur more often than daily");
        }
        if (Stream.of(Part.BYHOUR, Part.BYMINUTE, Part.BYSECOND).anyMatch(parsed::hasPart)) {
            throw new IllegalArgumentException("a calendar's rule must not set hours; use 'from' and 'to' instead");
        }
        Set<LocalDate> days = expand(rule, iterator(parsed, first), most);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("'" + rule + "' yields no day from " + first + " to " + LAST);
        }
        return new Days.Recurring(days);
    }

    private static Set<LocalDate> expand(String rule, RecurrenceRuleIterator each, int most) {
        Set<LocalDate> days = new HashSet<>();
        try {
            while (each.hasNext()) {
                Interruption.check();
                DateTime next = each.nextDateTime();
                LocalDate day = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
                if (day.isAfter(LAST)) {
                    break;
                }
                if (days.size() >= most) {
                    throw new IllegalArgumentException("the calendars' rules have more than " + MAX_DAYS
                            + " days together; use 'days' for weekdays, or start later");
                }
                days.add(day);
            }
        } catch (IllegalStateException endless) {
            // The library gives up after many intervals in which the rule matches nothing.
            throw new IllegalArgumentException("'" + rule + "' matches nothing for too long", endless);
        }
        return days;
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
        } catch (IllegalArgumentException | IllegalStateException broken) {
            throw new IllegalArgumentException(
                    "'" + rule + "' does not apply to whole days: " + broken.getMessage(), broken);
        }
    }
}
