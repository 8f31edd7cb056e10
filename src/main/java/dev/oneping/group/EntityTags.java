package dev.oneping.group;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import dev.oneping.problem.http.EntityTagList;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts versions to entity tags and back. */
final class EntityTags {

    private static final long ABSENT = 0;
    private static final long NO_VERSION = -1;
    private static final Pattern TAG = Pattern.compile("\"([1-9]\\d{0,17})\"");

    private EntityTags() {}

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Returns what a caller expects: by {@code If-Match} a version that it has read, by {@code If-None-Match: *} that there
     * is no group. {@code *} and lists are resolved by the current version.
     */
    static Uni<Expectation> expected(
            @Nullable String match, @Nullable String noneMatch, Supplier<Uni<Optional<Group>>> current) {
        if (noneMatch != null) {
            if (!noneMatch.strip().equals("*")) {
                throw Problem.invalid(Violation.inParameter(
                        "If-None-Match", Violation.NOT_ALLOWED, "Only 'If-None-Match: *' is supported here."));
            }
            return Uni.createFrom().item(new Expectation(ABSENT, false));
        }
        EntityTagList tags = EntityTagList.ofIfMatch(match);
        if (tags == null) {
            return Uni.createFrom().item(new Expectation(null, false));
        } else if (tags.tags().size() == 1) {
            Matcher tag = TAG.matcher(tags.tags().iterator().next());
            return Uni.createFrom()
                    .item(new Expectation(tag.matches() ? Long.parseLong(tag.group(1)) : NO_VERSION, false));
        }
        return current.get()
                .map(found -> found.map(Group::version)
                        .filter(version -> tags.contains(tag(version)))
                        .map(version -> new Expectation(version, true))
                        .orElseGet(() -> new Expectation(NO_VERSION, false)));
    }

    static Problem conflict() {
        return Problem.of(ProblemType.PRECONDITION_FAILED, "The group was changed since you read it; read it again.");
    }

    /**
     * The version that a group must have.
     *
     * @param version 0 if it must not exist; null for any
     * @param isRead  whether it is the current version, read because the caller accepts several: if it has changed since,
     *                the precondition may still hold
     */
    record Expectation(@Nullable Long version, boolean isRead) {}
}
