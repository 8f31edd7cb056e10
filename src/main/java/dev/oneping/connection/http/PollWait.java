package dev.oneping.connection.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import dev.oneping.problem.http.WaitPreference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The requested hold time, from {@code Prefer: wait=N} (RFC 7240), in seconds.
 *
 * @param seconds the granted time, at most {@value WaitPreference#MAX_SECONDS}; 0 if none was requested
 */
record PollWait(int seconds) {

    private static final double JITTER = 0.1;

    /**
     * Parses the header's values.
     *
     * @throws Problem if the wait is not a number of seconds
     */
    static PollWait of(List<String> prefer) {
        for (String value : prefer) {
            Optional<WaitPreference> wait = WaitPreference.of(value);
            if (wait.isPresent()) {
                return new PollWait((int)
                        wait.get().granted().orElseThrow(PollWait::malformed).toSeconds());
            }
        }
        return new PollWait(0);
    }

    private static Problem malformed() {
        return Problem.invalid(Violation.inParameter(
                WaitPreference.HEADER, Violation.NOT_ALLOWED, "wait must be a number of seconds, such as wait=30."));
    }

    /** Returns a time slightly below the granted one, so that clients that came together do not return together. */
    Duration jittered(RandomGenerator random) {
        return Duration.ofMillis(Math.round(seconds * 1000 * (1 - JITTER * random.nextDouble())));
    }
}
