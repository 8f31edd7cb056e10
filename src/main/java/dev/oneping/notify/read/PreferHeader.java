package dev.oneping.notify.read;

import dev.oneping.problem.http.WaitPreference;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Prefer: wait=N} of RFC 7240: how long a caller waits for a result. By default the request waits for
 * the end of the notification, with {@code wait=N; until=routed} until a device was chosen. An unintelligible value is
 * ignored, as that RFC requires.
 *
 * @param length the longest wait
 * @param routed whether it is enough that a device was chosen
 */
public record PreferHeader(Duration length, boolean routed) {

    public static final String HEADER = WaitPreference.HEADER;
    public static final String APPLIED = WaitPreference.APPLIED;

    private static final Set<String> ENDS = Set.of("routed", "acked");

    /** Parses the header; empty if it asks for no wait. */
    public static Optional<PreferHeader> of(@Nullable String header) {
        return WaitPreference.of(header)
                .filter(wait -> wait.until() == null || ENDS.contains(wait.until()))
                .flatMap(wait -> wait.granted().map(length -> new PreferHeader(length, "routed".equals(wait.until()))));
    }

    /** Returns whether there is nothing more to wait for. */
    boolean isMetBy(NotificationView view) {
        return switch (view.state()) {
            case "accepted", "held" -> false;
            case "delivering" -> routed;
            default -> true;
        };
    }

    /** Returns the value of {@code Preference-Applied}. */
    public String applied() {
        return WaitPreference.applied(length) + (routed ? "; until=routed" : "");
    }
}
