package dev.oneping.group;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts versions to entity tags and back. */
final class EntityTags {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private EntityTags() {}

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Returns the version that a caller expects: by {@code If-Match} one that it has read, by {@code If-None-Match: *}
     * none at all. Null if the caller expects nothing.
     */
    static @Nullable Long expected(@Nullable String match, @Nullable String noneMatch) {
        if (noneMatch != null) {
            if (!noneMatch.equals("*")) {
                throw Problem.invalid(Violation.inParameter(
                        "If-None-Match", Violation.NOT_ALLOWED, "Only 'If-None-Match: *' is supported here."));
            }
            return 0L;
        }
        if (match == null || match.equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(match);
        if (!tag.matches()) {
            throw conflict();
        }
        return Long.valueOf(tag.group(1));
    }

    /** Returns whether a caller has that version already. */
    static boolean isKnown(@Nullable String noneMatch, long version) {
        return noneMatch != null && noneMatch.contains(tag(version));
    }

    static Problem conflict() {
        return Problem.of(ProblemType.PRECONDITION_FAILED, "The group was changed since you read it; read it again.");
    }
}
