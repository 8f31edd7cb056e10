package dev.oneping.notify.read;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The query parameter {@code state} of lists of notifications: states, separated by commas; {@code open} and {@code ended} mean several. */
final class StateFilter {

    private static final Set<String> OPEN = Set.of("accepted", "held", "delivering");
    private static final Set<String> ENDED =
            Set.of("seen", "acted", "dismissed", "suppressed", "expired", "exhausted", "cancelled");

    private StateFilter() {}

    /** Parses the parameter; all states if it is omitted. An unknown state throws a problem that lists the known ones. */
    static Predicate<NotificationView> of(@Nullable String states) {
        if (states == null || states.isEmpty()) {
            return view -> true;
        }
        Set<String> wanted = new HashSet<>();
        Arrays.stream(states.split(",", -1)).forEach(state -> wanted.addAll(meaning(state)));
        return view -> wanted.contains(view.state());
    }

    private static Set<String> meaning(String state) {
        if (OPEN.contains(state) || ENDED.contains(state)) {
            return Set.of(state);
        }
        return switch (state) {
            case "open" -> OPEN;
            case "ended" -> ENDED;
            default ->
                throw Problem.invalid(Violation.inParameter(
                        "state",
                        Violation.NOT_ALLOWED,
                        "Unknown state '" + state
                                + "'; use open, ended, or a comma-separated list of accepted, held, delivering, seen,"
                                + " acted, dismissed, suppressed, expired, exhausted, cancelled."));
        };
    }
}
