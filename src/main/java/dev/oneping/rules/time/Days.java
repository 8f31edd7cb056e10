package dev.oneping.rules.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/** A set of days. */
public sealed interface Days {

    boolean contains(LocalDate day);

    /** The same weekdays in every week. */
    record OfTheWeek(Set<DayOfWeek> weekdays) implements Days {
        public OfTheWeek {
            weekdays = Set.copyOf(weekdays);
        }

        @Override
        public boolean contains(LocalDate day) {
            return weekdays.contains(day.getDayOfWeek());
        }
    }

    /** The days of a recurrence rule, expanded when the rule is read, so that a decision only looks them up. */
    record Recurring(Set<LocalDate> days) implements Days {

        public Recurring {
            days = Set.copyOf(days);
        }

        @Override
        public boolean contains(LocalDate day) {
            return days.contains(day);
        }
    }
}
