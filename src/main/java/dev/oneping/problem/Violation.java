package dev.oneping.problem;

import org.jspecify.annotations.Nullable;

/**
 * One violation of the API's constraints in a request.
 *
 * @param pointer   the location in the body, as a JSON Pointer (RFC 6901); null if the body is not at fault
 * @param parameter the name of the path, query or header parameter; null if none is at fault
 * @param detail    what is wrong and what would be right, in one sentence for people
 * @param code      a code for programs: {@code required}, {@code unknown-field}, {@code wrong-type}, {@code
 *     not-allowed}
 */
public record Violation(@Nullable String pointer, @Nullable String parameter, String detail, String code) {

    /** The code of a value that is missing. */
    public static final String REQUIRED = "required";
    /** The code of an unknown field. */
    public static final String UNKNOWN_FIELD = "unknown-field";
    /** The code of a value of the wrong type. */
    public static final String WRONG_TYPE = "wrong-type";
    /** The code of a value of the right type that is not allowed. */
    public static final String NOT_ALLOWED = "not-allowed";

    /** A violation in the body. */
    public static Violation at(String pointer, String code, String detail) {
        return new Violation(pointer, null, detail, code);
    }

    /** A violation in the path, the query or a header. */
    public static Violation inParameter(String name, String code, String detail) {
        return new Violation(null, name, detail, code);
    }
}
