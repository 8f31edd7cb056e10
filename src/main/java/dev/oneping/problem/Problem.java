package dev.oneping.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error that is reported to the caller as an RFC 9457 problem: an invalid request, or a temporarily unavailable
 * dependency. It is thrown, or fails a Uni, where it is detected; it has no stack trace, since it is not a bug.
 * Immutable.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The pause of a caller that has reached a limit of which nobody knows when it ends, for example a number of groups. */
    private static final Duration UNKNOWN_PAUSE = Duration.ofMinutes(1);

    private final ProblemType type;
    private final transient List<Violation> errors;
    private final transient Map<String, String> headers;

    private Problem(ProblemType type, String detail, List<Violation> errors, Map<String, String> headers) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    /**
     * Creates a problem of that type. One of a limit asks the caller to come back after {@link #UNKNOWN_PAUSE}, unless {@link
     * #retryAfter} says better.
     *
     * @param detail what is wrong in this case, in one sentence for people; never a secret, a class name or a cause
     */
    public static Problem of(ProblemType type, String detail) {
        Problem problem = new Problem(type, detail, List.of(), Map.of());
        return type == ProblemType.LIMIT_REACHED ? problem.retryAfter(UNKNOWN_PAUSE) : problem;
    }

    /**
     * Creates a problem for an invalid request that reports all its violations at once.
     *
     * @throws IllegalArgumentException if there is no violation
     */
    public static Problem invalid(List<Violation> errors) {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("an invalid request needs at least one violation");
        }
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new Problem(ProblemType.INVALID_REQUEST, errors.getFirst().detail() + more, errors, Map.of());
    }

    /** Creates a problem for an invalid request with one violation. */
    public static Problem invalid(Violation error) {
        return invalid(List.of(error));
    }

    /**
     * Creates a problem for a resource that does not exist, or that this caller must not know of; the two are
     * indistinguishable.
     *
     * @param what for example {@code notification ntf_…}
     */
    public static Problem notFound(String what) {
        return of(ProblemType.NOT_FOUND, "There is no " + what + ".");
    }

    /** A copy with one more response header. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(type, detail(), errors, more);
    }

    /** A copy whose pointers are prefixed, for a document that is nested in the body at that pointer. */
    public Problem under(String pointer) {
        List<Violation> moved = errors.stream()
                .map(error -> error.pointer() == null
                        ? error
                        : Violation.at(pointer + error.pointer(), error.code(), error.detail()))
                .toList();
        return new Problem(type, detail(), moved, headers);
    }

    /** A copy with a {@code Retry-After} header, rounded up to whole seconds. */
    public Problem retryAfter(Duration pause) {
        return with(
                "Retry-After", Long.toString(Math.max(1, pause.plusMillis(999).toSeconds())));
    }

    /** The type of problem. */
    public ProblemType type() {
        return type;
    }

    /** The explanation of this occurrence. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The violations found in the request; empty where the problem has no specific location. */
    public List<Violation> errors() {
        return errors;
    }

    /** The additional response headers. */
    public Map<String, String> headers() {
        return headers;
    }
}
