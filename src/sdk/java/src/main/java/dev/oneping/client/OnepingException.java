package dev.oneping.client;

import java.util.Map;

/** A problem of the API (RFC 9457): its message names the field and the remedy. */
public final class OnepingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final long retryAfterMs;

    OnepingException(int status, Map<String, Object> problem, long retryAfterMs) {
        super(problem.get("detail") instanceof String detail ? detail : "status " + status);
        this.status = status;
        this.code = problem.get("code") instanceof String text ? text : String.valueOf(status);
        this.retryAfterMs = retryAfterMs;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** The kind of the problem, for programs; it never changes. */
    public String code() {
        return code;
    }

    /** The pause that the service asked for before another try, or -1. */
    public long retryAfterMs() {
        return retryAfterMs;
    }
}
