package dev.oneping.notify;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Prefer: wait=N} of RFC 7240: how long a caller waits for a result. By default the request waits for
 * the end of the notification, with {@code wait=N; until=routed} until a device was chosen. An unintelligible value is
 * ignored, as that RFC requires.
 *
 * @param length the longest wait
 * @param routed whether it is enough that a device was chosen
 */
record PreferHeader(Duration length, boolean routed) {

    static final String HEADER = "Prefer";
    static final String APPLIED = "Preference-Applied";

    /** Shorter than a minute, the usual limit of proxies for a response. */
    private static final Duration MOST = Duration.ofSeconds(55);

    private static final Pattern WAIT =
            Pattern.compile("wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(?:;\\s*until\\s*=\\s*\"?(routed|acked)\"?\\s*)?");

    /** Parses the header; empty if it asks for no wait. */
    static Optional<PreferHeader> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        return Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
                .map(text -> WAIT.matcher(text.strip()))
                .filter(Matcher::matches)
                .findFirst()
                .map(found ->
                        new PreferHeader(atMost(Long.parseLong(found.group(1))), "routed".equals(found.group(2))));
    }

    private static Duration atMost(long seconds) {
        Duration wished = Duration.ofSeconds(seconds);
        return wished.compareTo(MOST) > 0 ? MOST : wished;
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
    String applied() {
        return "wait=" + length.toSeconds() + (routed ? "; until=routed" : "");
    }
}
