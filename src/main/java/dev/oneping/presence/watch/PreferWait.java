package dev.oneping.presence.watch;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The time a request is willing to wait, from {@code Prefer: wait=N} of RFC 7240; malformed values are ignored, as
 * that RFC requires.
 *
 * @param seconds the granted time, less than the minute after which proxies commonly cut a silent request
 */
record PreferWait(int seconds) {

    private static final int MOST_SECONDS = 55;
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(?:$|[,;])", Pattern.CASE_INSENSITIVE);

    static Optional<PreferWait> of(@Nullable String prefer) {
        if (prefer == null) {
            return Optional.empty();
        }
        Matcher wait = WAIT.matcher(prefer);
        return wait.find()
                ? Optional.of(new PreferWait(Math.min(MOST_SECONDS, Integer.parseInt(wait.group(1)))))
                : Optional.empty();
    }

    Duration length() {
        return Duration.ofSeconds(seconds);
    }

    String applied() {
        return "wait=" + seconds;
    }
}
