package dev.oneping.connection.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requested hold time, from {@code Prefer: wait=N} (RFC 7240), in seconds.
 *
 * @param seconds the granted time, at most {@value #MAX_SECONDS}; 0 if none was requested
 */
record PollWait(int seconds) {

    /** The limit, below the minute after which intermediate proxies cut a silent request. */
    static final int MAX_SECONDS = 55;

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([^\",;\\s]*)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final double JITTER = 0.1;

    /**
     * Parses the header's values.
     *
     * @throws Problem if the wait is not a number of seconds
     */
    static PollWait of(List<String> prefer) {
        for (String value : prefer) {
            Matcher wait = WAIT.matcher(value);
            if (wait.find()) {
                String seconds = wait.group(1);
                if (!SECONDS.matcher(seconds).matches()) {
                    throw Problem.invalid(Violation.inParameter(
                            "Prefer", Violation.NOT_ALLOWED, "wait must be a number of seconds, such as wait=30."));
                }
                return new PollWait(Math.min(MAX_SECONDS, Integer.parseInt(seconds)));
            }
        }
        return new PollWait(0);
    }

    /** Returns a time slightly below the granted one, so that clients that came together do not return together. */
    Duration jittered(RandomGenerator random) {
        return Duration.ofMillis(Math.round(seconds * 1000 * (1 - JITTER * random.nextDouble())));
    }
}
