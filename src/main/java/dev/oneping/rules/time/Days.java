package dev.oneping.rules.time;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

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
     * Those that a recurrence rule names, worked out when the rule is read, so that a decision only looks them up.
     */
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
