package dev.oneping.client;

import java.net.http.HttpHeaders;

/** Readings of HTTP answers that several classes share. */
final class HttpAnswers {

    private static final long DEFAULT_RETRY_MS = 5_000;

    private HttpAnswers() {}

    /** The loss that a refusing answer means. */
    static Transport.Loss lossOf(int status, HttpHeaders headers, String reason) {
        boolean busy = status == 503 || status == 429;
        return new Transport.Loss(0, status, busy ? retryAfterMs(headers) : -1, reason + ": status " + status);
    }

    /** {@code Retry-After} in milliseconds; five seconds where it is missing or a date. */
    static long retryAfterMs(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .filter(seconds -> seconds.matches("\\d{1,9}"))
                .map(seconds -> Long.parseLong(seconds) * 1_000)
                .orElse(DEFAULT_RETRY_MS);
    }
}
