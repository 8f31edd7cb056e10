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

/** Validates lists of users, and positions in lists, as callers send them. */
final class NameListValidator {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.@-]{1,64}");
    private static final int MAX_LIMIT = 250;

    private NameListValidator() {}

    /** Returns a list of users without nulls and duplicates; a violation names the position of each fault. */
    static List<UserId> users(String field, @Nullable List<@Nullable UserId> users, int most) {
        if (users == null || users.isEmpty()) {
            throw Problem.invalid(
                    Violation.at("/" + field, Violation.REQUIRED, field + " must name at least one user."));
        }
        if (users.size() > most) {
            throw Problem.invalid(Violation.at(
                    "/" + field,
                    Violation.NOT_ALLOWED,
                    field + " may name " + most + " users at most, but names " + users.size() + "."));
        }
        List<Violation> errors = new ArrayList<>();
        Set<UserId> known = new HashSet<>();
        List<UserId> valid = new ArrayList<>(users.size());
        for (int i = 0; i < users.size(); i++) {
            UserId user = users.get(i);
            if (user == null || !known.add(user)) {
                String fault = user == null ? "A name must not be null." : "Duplicate value '" + user + "'.";
                errors.add(Violation.at("/" + field + "/" + i, Violation.NOT_ALLOWED, fault));
            } else {
                valid.add(user);
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return valid;
    }

    /** Returns the validated page size. */
    static int limit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.invalid(Violation.inParameter(
                    "limit", Violation.NOT_ALLOWED, "'limit' must be from 1 to " + MAX_LIMIT + "."));
        }
        return limit;
    }

    /** Returns the name after which a page begins; null for the first page. */
    static @Nullable String after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        if (!NAME.matcher(cursor).matches()) {
            throw Problem.invalid(Violation.inParameter(
                    "after",
                    Violation.NOT_ALLOWED,
                    "Invalid cursor; use 'next_cursor' of an earlier response, or omit it."));
        }
        return cursor;
    }
}
