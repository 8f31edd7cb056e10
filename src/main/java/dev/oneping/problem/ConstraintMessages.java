package dev.oneping.problem;

import org.jspecify.annotations.Nullable;

/**
 * Our own values refuse nonsense in words that are written for callers. What anybody else says in an exception is kept
 * from them.
 */
final class ConstraintMessages {

    private static final String OUR_CODE = "dev.oneping.";

    private ConstraintMessages() {}

    /** The problem of a value that a constructor refused. */
    static Problem refusal(String pointer, @Nullable Throwable reason) {
        if (reason instanceof Problem problem) {
            return problem;
        }
        String detail = reason instanceof IllegalArgumentException refusal && isOurs(refusal)
                ? sentence(String.valueOf(refusal.getMessage()))
                : "The value has not the form it must have.";
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
