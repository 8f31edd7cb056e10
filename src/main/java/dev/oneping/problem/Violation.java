package dev.oneping.problem;

import org.jspecify.annotations.Nullable;

/**
 * One thing in a request that is not as it must be.
 *
 * @param pointer   where in the body, as a JSON Pointer (RFC 6901); null where it is no matter of the body
 * @param parameter the name of the path, query or header parameter; null where it is no matter of one
 * @param detail    what is wrong and what would be right, in one sentence for people
 * @param code      the same for programs: {@code required}, {@code unknown-field}, {@code wrong-type}, {@code not-allowed}
 */
public record Violation(@Nullable String pointer, @Nullable String parameter, String detail, String code) {

    /** The code of a value that is missing. */
    public static final String REQUIRED = "required";
    /** The code of a field that nobody knows. */
    public static final String UNKNOWN_FIELD = "unknown-field";
    /** The code of a value of another type than expected. */
    public static final String WRONG_TYPE = "wrong-type";
    /** The code of a value of the right type that breaks a rule. */
    public static final String NOT_ALLOWED = "not-allowed";

    /** Something in the body. */
    public static Violation at(String pointer, String code, String detail) {
        return new Violation(pointer, null, detail, code);
    }

    /** Something in the path, the query or a header. */
    public static Violation inParameter(String name, String code, String detail) {
        return new Violation(null, name, detail, code);
    }
}
