package dev.oneping.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that is answered with a problem: the caller's mistake, or something that is away for the moment. Thrown, or
 * failed with, from wherever it is seen; it has no stack trace, for it is no mistake of ours. Immutable.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

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
     * A problem of that kind.
     *
     * @param detail what is wrong this time, in one sentence for people; never a secret, a class name or a cause
     */
    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), Map.of());
    }

    /**
     * A request that breaks rules, all of them told at once.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Problem invalid(List<Violation> errors) {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("an invalid request breaks at least one rule");
        }
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        return new Problem(ProblemType.INVALID_REQUEST, errors.getFirst().detail() + more, errors, Map.of());
    }

    /** A request that breaks one rule. */
    public static Problem invalid(Violation error) {
        return invalid(List.of(error));
    }

    /**
     * Nothing there, or nothing that this caller may know of: the two are answered alike.
     *
     * @param what for example {@code notification ntf_…}
     */
    public static Problem notFound(String what) {
        return of(ProblemType.NOT_FOUND, "There is no " + what + ".");
    }

    /** The same with one more header in the answer. */
    public Problem with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(type, detail(), errors, more);
    }

    /** The same for a document that is a part of the body: what is wrong in it is named from the top. */
    public Problem under(String pointer) {
        List<Violation> moved = errors.stream()
                .map(error -> error.pointer() == null
                        ? error
                        : Violation.at(pointer + error.pointer(), error.code(), error.detail()))
                .toList();
        return new Problem(type, detail(), moved, headers);
    }

    /** The same, saying when it is worth coming back; rounded up to whole seconds. */
    public Problem retryAfter(Duration pause) {
        return with(
                "Retry-After", Long.toString(Math.max(1, pause.plusMillis(999).toSeconds())));
    }

    /** The kind. */
    public ProblemType type() {
        return type;
    }

    /** What is wrong this time. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** What exactly in the request is wrong; empty where it is not a matter of single things. */
    public List<Violation> errors() {
        return errors;
    }

    /** Headers that belong to the answer. */
    public Map<String, String> headers() {
        return headers;
    }
}
