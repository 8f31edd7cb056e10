package dev.oneping.problem.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preference {@code wait=N} in the header {@code Prefer} of RFC 7240: how many seconds a caller waits for a result.
 *
 * @param text  the number as it was sent
 * @param until our parameter {@code until}, in lower case; null if it was not sent
 */
public record WaitPreference(String text, @Nullable String until) {

    /** The request header. */
    public static final String HEADER = "Prefer";

    /** The response header. */
    public static final String APPLIED = "Preference-Applied";

    /** Shorter than a minute, the usual limit of proxies for a response. */
    public static final int MAX_SECONDS = 55;

    private static final Pattern WAIT = Pattern.compile(
            "(?:^|[,;])\\s*wait\\s*=\\s*\"?([^\",;\\s]*)\"?\\s*(?:;\\s*until\\s*=\\s*\"?([^\",;\\s]*)\"?)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    /** Finds the preference in a header; empty if there is none. */
    public static Optional<WaitPreference> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher wait = WAIT.matcher(header);
        return wait.find()
                ? Optional.of(new WaitPreference(
                        wait.group(1),
                        wait.group(2) == null ? null : wait.group(2).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** Returns the granted time, at most {@value #MAX_SECONDS} seconds; empty if the value is no number of seconds. */
    public Optional<Duration> granted() {
        return SECONDS.matcher(text).matches()
                ? Optional.of(Duration.ofSeconds(Math.min(MAX_SECONDS, Integer.parseInt(text))))
                : Optional.empty();
    }

    /** Returns the value of {@code Preference-Applied} for a granted time. */
    public static String applied(Duration granted) {
        return "wait=" + granted.toSeconds();
    }
}
