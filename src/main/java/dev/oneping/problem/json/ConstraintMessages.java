package dev.oneping.problem.json;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Converts the rejection of a value by a constructor into a problem. The messages of our own value types are written
 * for callers and passed on; the message of any other exception is withheld.
 */
public final class ConstraintMessages {

    private static final String OUR_CODE = "dev.oneping.";

    private ConstraintMessages() {}

    /** The problem for a value that a constructor rejected. */
    public static Problem refusal(String pointer, @Nullable Throwable reason) {
        if (reason instanceof Problem problem) {
            return problem;
        }
        String detail = reason instanceof IllegalArgumentException refusal && isOurs(refusal)
                ? sentence(String.valueOf(refusal.getMessage()))
                : "The value is malformed.";
        return Problem.invalid(new Violation(pointer.isEmpty() ? null : pointer, null, detail, Violation.NOT_ALLOWED));
    }

    private static boolean isOurs(IllegalArgumentException refusal) {
        return refusal.getStackTrace().length > 0
                && refusal.getStackTrace()[0].getClassName().startsWith(OUR_CODE);
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
