package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of an {@code If-Match} or {@code If-None-Match}: a list, or {@code *}. They are compared weakly in both,
 * because a proxy that compresses an answer weakens its tag, and the caller can send no other.
 *
 * @param any  whether the header is {@code *}, which matches every existing resource
 * @param tags the tags in their quotes, without {@code W/}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.1">RFC 9110, preconditions</a>
 */
public record EntityTagList(boolean any, Set<String> tags) {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"");

    /** Stands for a tag in a list whose separators are checked; no header can contain it. */
    private static final String MARK = "\0";

    /** Copies the tags. */
    public EntityTagList {
        tags = Set.copyOf(tags);
    }

    /**
     * Parses an {@code If-Match}.
     *
     * @return null without the header
     * @throws Problem if the header is malformed
     */
    public static @Nullable EntityTagList ofIfMatch(@Nullable String header) {
        if (header == null) {
            return null;
        } else if (header.strip().equals("*")) {
            return new EntityTagList(true, Set.of());
        } else if (!isList(header)) {
            throw Problem.invalid(Violation.inParameter(
                    "If-Match", Violation.NOT_ALLOWED, "If-Match must be the ETag of an earlier response, in quotes."));
        }
        return new EntityTagList(false, tags(header));
    }

    /**
     * Returns whether the caller has the current version already. A malformed header names no version.
     *
     * @param ifNoneMatch the header; null if the caller sent none
     * @param tag         the current tag, in quotes
     */
    public static boolean isKnown(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && (ifNoneMatch.strip().equals("*") || tags(ifNoneMatch).contains(tag));
    }

    /** Returns whether the list names that tag, which has quotes. */
    public boolean contains(String tag) {
        return any || tags.contains(tag);
    }

    /** Returns whether commas separate the tags, of which there is at least one. */
    private static boolean isList(String header) {
        String marked = TAG.matcher(header).replaceAll(MARK);
        return marked.contains(MARK)
                && Stream.of(marked.split(","))
                        .map(String::strip)
                        .allMatch(part -> part.isEmpty() || part.equals(MARK));
    }

    private static Set<String> tags(String header) {
        return TAG.matcher(header)
                .results()
                .map(MatchResult::group)
                .map(tag -> tag.substring(tag.indexOf('"')))
                .collect(Collectors.toSet());
    }
}
