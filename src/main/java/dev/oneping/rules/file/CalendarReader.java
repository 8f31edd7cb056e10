package dev.oneping.rules.file;

import dev.oneping.rules.file.source.Interruption;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Entry;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.Located.Sequence;
import dev.oneping.rules.file.source.Position;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.file.source.SourceText;
import dev.oneping.rules.file.source.Suggestion;
import dev.oneping.rules.time.Calendar;
import dev.oneping.rules.time.Days;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the calendars of a file, valid or not, and reports errors in days, zones and recurrence that the schema
 * cannot detect.
 */
final class CalendarReader {

    private static final String DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";

    private final Located root;
    private final RuleFileProblems problems;
    private int daysLeft = Recurrences.MAX_DAYS;

    private CalendarReader(Located root, RuleFileProblems problems) {
        this.root = root;
        this.problems = problems;
    }

    static Map<String, Calendar> read(Located root, RuleFileProblems problems) {
        CalendarReader reader = new CalendarReader(root, problems);
        Map<String, Calendar> calendars = new HashMap<>();
        reader.entries("holidays").forEach(entry -> reader.dates(entry.value(), false));
        reader.entries("calendars").forEach(entry -> {
            if (entry.value() instanceof Mapping calendar) {
                reader.calendar(calendar).ifPresent(read -> calendars.put(entry.name(), read));
            }
        });
        return calendars;
    }

    private Stream<Entry> entries(String section) {
        return root instanceof Mapping file && file.get(section).orElse(null) instanceof Mapping mapping
                ? mapping.entries().stream()
                : Stream.empty();
    }

    private Optional<Calendar> calendar(Mapping calendar) {
        Interruption.check();
        Days days = days(calendar);
        Set<LocalDate> except =
                calendar.get("except").map(dates -> dates(dates, true)).orElse(Set.of());
        Calendar.Hours hours = hours(calendar);
        ZoneId zone = zone(calendar);
        return days == null ? Optional.empty() : Optional.of(new Calendar(days, except, hours, zone));
    }

    private @Nullable Days days(Mapping calendar) {
        if (calendar.get("rrule").orElse(null) instanceof Scalar rule) {
            LocalDate first = calendar.get("first")
                    .flatMap(date -> date(date, "the recurrence starts on a day such as 2026-01-05"))
                    .orElse(null);
            return first == null ? null : recurring(rule, first);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (calendar.get("days").orElse(null) instanceof Sequence names) {
            names.items().forEach(name -> weekday(name).ifPresent(days::add));
        }
        return new Days.OfTheWeek(days);
    }

    private static Optional<DayOfWeek> weekday(Located name) {
        String expected = name.json().asText();
        return Stream.of(DayOfWeek.values())
                .filter(day -> day.name().toLowerCase(Locale.ROOT).equals(expected))
                .findFirst();
    }

    private @Nullable Days recurring(Scalar rule, LocalDate first) {
        try {
            Days.Recurring days = Recurrences.of(rule.text(), first, daysLeft);
            daysLeft -= days.days().size();
            return days;
        } catch (IllegalArgumentException broken) {
            problems.add(
                    rule.at(),
                    String.valueOf(broken.getMessage()),
                    "use the syntax of RFC 5545, for example FREQ=MONTHLY;BYDAY=1MO");
            return null;
        }
    }

    private Calendar.@Nullable Hours hours(Mapping calendar) {
        LocalTime from = time(calendar, "from");
        LocalTime to = time(calendar, "to");
        if (from == null || to == null) {
            return null;
        }
        if (from.equals(to)) {
            Position at = calendar.get("to").orElseThrow().at();
            problems.add(at, "'from' and 'to' are the same time", "omit both for the whole day");
            return null;
        }
        return new Calendar.Hours(from, to);
    }

    /** Reads a time of day; empty if it is malformed, which the schema check has reported already. */
    private static @Nullable LocalTime time(Mapping calendar, String field) {
        return calendar.get(field)
                .map(time -> time.json().asText())
                .filter(text -> text.matches(TIME))
                .map(LocalTime::parse)
                .orElse(null);
    }

    private @Nullable ZoneId zone(Mapping calendar) {
        if (!(calendar.get("zone").orElse(null) instanceof Scalar name)) {
            return null;
        }
        if (!ZoneId.getAvailableZoneIds().contains(name.text())) {
            problems.add(
                    name.at(),
                    "'%s' is not a time zone".formatted(name.text()),
                    Suggestion.nearest(name.text(), ZoneId.getAvailableZoneIds())
                            .map("did you mean '%s'?"::formatted)
                            .orElse("a time zone is a continent and a city, for example Europe/Berlin"));
            return null;
        }
        return ZoneId.of(name.text());
    }

    private Set<LocalDate> dates(Located list, boolean namesToo) {
        Set<LocalDate> dates = new HashSet<>();
        List<Located> items = list instanceof Sequence sequence ? sequence.items() : List.of();
        for (Located item : items) {
            if (namesToo && item.json().asText().matches("[a-z].*")) {
                dates.addAll(holidays(item));
            } else {
                date(item, "write a day as 2026-12-25").ifPresent(dates::add);
            }
        }
        return dates;
    }

    private Set<LocalDate> holidays(Located name) {
        String expected = name.json().asText();
        Optional<Entry> list = entries("holidays")
                .filter(entry -> entry.name().equals(expected))
                .findFirst();
        if (list.isEmpty()) {
            List<String> known = entries("holidays").map(Entry::name).toList();
            problems.add(
                    name.at(),
                    "there is no list of holidays named '%s'".formatted(expected),
                    known.isEmpty() ? "add it under 'holidays'" : Suggestion.forWord(expected, known));
        }
        return list.map(entry -> datesWithoutProblems(entry.value())).orElse(Set.of());
    }

    /** The dates of a list whose errors are reported at the list itself. */
    private static Set<LocalDate> datesWithoutProblems(Located list) {
        return new CalendarReader(list, new RuleFileProblems(new SourceText("", ""))).dates(list, false);
    }

    private Optional<LocalDate> date(Located item, String hint) {
        String text = item.json().asText();
        try {
            return text.matches(DATE) ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException nonsense) {
            problems.add(item.at(), "there is no day %s".formatted(text), hint);
            return Optional.empty();
        }
    }
}
