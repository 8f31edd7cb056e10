package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.file.source.Suggestion;
import java.util.List;
import java.util.Set;

/** Reads the fields of {@code priors.yaml}, and reports those that are missing, unknown or of another type. */
final class PriorsFields {

    private final RuleFileProblems problems;

    PriorsFields(RuleFileProblems problems) {
        this.problems = problems;
    }

    double number(Mapping mapping, String name) {
        JsonNode json = mapping.get(name).map(Located::json).orElse(null);
        if (json == null || !json.isNumber()) {
            problems.add(mapping.at(), "'%s' must be a number here".formatted(name));
            return 0;
        }
        return json.asDouble();
    }

    Mapping mapping(Mapping parent, String name) {
        Located value = parent.get(name).orElse(null);
        if (value == null) {
            problems.add(parent.at(), "'%s' is missing here".formatted(name));
            return new Mapping(parent.at(), List.of());
        }
        return mapping(value);
    }

    Mapping mapping(Located value) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        problems.add(value.at(), "a mapping of names to values is expected here");
        return new Mapping(value.at(), List.of());
    }

    void rejectUnknown(Mapping mapping, Set<String> known) {
        mapping.entries().stream()
                .filter(entry -> !known.contains(entry.name()))
                .forEach(entry -> problems.add(
                        entry.key().at(),
                        "unknown field '%s'".formatted(entry.name()),
                        Suggestion.forWord(entry.name(), List.copyOf(known))));
    }
}
