package dev.oneping.group;

import dev.oneping.model.UserId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks lists of people and places in lists as callers give them. */
final class NameListValidator {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");
    private static final int MAX_LIMIT = 250;

    private NameListValidator() {}

    /** A list of people without gaps and repetitions, refused by the place of each fault. */
    static List<UserId> people(String field, @Nullable List<@Nullable UserId> said, int most) {
        if (said == null || said.isEmpty()) {
            throw Problem.invalid(
                    Violation.at("/" + field, Violation.REQUIRED, field + " must name at least one person."));
        }
        if (said.size() > most) {
            throw Problem.invalid(Violation.at(
                    "/" + field,
                    Violation.NOT_ALLOWED,
                    field + " may name " + most + " people at most, and names " + said.size() + "."));
        }
        List<Violation> errors = new ArrayList<>();
        Set<UserId> known = new HashSet<>();
        List<UserId> people = new ArrayList<>(said.size());
        for (int i = 0; i < said.size(); i++) {
            UserId user = said.get(i);
            if (user == null || !known.add(user)) {
                String fault = user == null ? "A name must not be null." : "'" + user + "' stands there twice.";
                errors.add(Violation.at("/" + field + "/" + i, Violation.NOT_ALLOWED, fault));
            } else {
                people.add(user);
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return people;
    }

    /** How many a page may hold. */
    static int limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.invalid(Violation.inParameter(
                    "limit", Violation.NOT_ALLOWED, "limit must be from 1 to " + MAX_LIMIT + "."));
        }
        return limit;
    }

    /** After which name a page begins; null for the first. */
    static @Nullable String after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        if (!NAME.matcher(cursor).matches()) {
            throw Problem.invalid(Violation.inParameter(
                    "after",
                    Violation.NOT_ALLOWED,
                    "This is no cursor of ours; take 'next_cursor' of an earlier answer, or leave it out."));
        }
        return cursor;
    }
}
