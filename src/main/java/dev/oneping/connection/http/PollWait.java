package dev.oneping.connection.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a request wants to be held, by {@code Prefer: wait=N} (RFC 7240), in seconds.
 *
 * @param seconds what is granted: what was asked for, but no more than {@value #MOST_SECONDS}; 0 if nothing was
 */
record PollWait(int seconds) {

    /** Below the minute after which proxies between us cut a silent request. */
    static final int MOST_SECONDS = 55;

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([^\",;\\s]*)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
    private static final double JITTER = 0.1;

    /**
     * Reads the header's values.
     *
     * @throws Problem if the wait is no number of seconds
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
                return new PollWait(Math.min(MOST_SECONDS, Integer.parseInt(seconds)));
            }
        }
        return new PollWait(0);
    }

    /** The time, a little less than granted, so that those who came together do not come back together. */
    Duration jittered(RandomGenerator random) {
        return Duration.ofMillis(Math.round(seconds * 1000 * (1 - JITTER * random.nextDouble())));
    }
}
