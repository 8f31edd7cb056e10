package dev.oneping.webhook;

import dev.oneping.events.TypePattern;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new subscription shall be.
 *
 * @param url   where events go: {@code https}, and a host with public addresses
 * @param types which, for example {@code notification.*}; one that matches is enough
 */
public record SubscriptionRequest(
        @Nullable String url, @Nullable List<String> types) {

    private static final int MAX_TYPES = 50;

    String checkedUrl() {
        if (url == null || url.isBlank()) {
            throw Problem.invalid(Violation.at("/url", Violation.REQUIRED, "Say where the events shall go."));
        }
        return url.strip();
    }

    List<TypePattern> checkedTypes() {
        if (types == null || types.isEmpty() || types.size() > MAX_TYPES) {
            throw Problem.invalid(Violation.at(
                    "/types",
                    Violation.REQUIRED,
                    "Say which events, by 1 to " + MAX_TYPES + " types like [\"notification.*\"]."));
        }
        List<TypePattern> patterns = new ArrayList<>();
        List<Violation> errors = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            try {
                patterns.add(new TypePattern(types.get(i)));
            } catch (IllegalArgumentException e) {
                errors.add(Violation.at("/types/" + i, Violation.NOT_ALLOWED, e.getMessage() + "."));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return patterns;
    }
}
