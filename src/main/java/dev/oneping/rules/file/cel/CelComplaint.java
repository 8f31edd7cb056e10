package dev.oneping.rules.file.cel;

import dev.oneping.rules.file.source.Suggestion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An error of the CEL compiler, reworded for rule authors.
 *
 * @param message the error
 * @param hint    a suggestion, or null
 */
record CelComplaint(String message, @Nullable String hint) {

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");
    private static final Pattern EXPECTED_TOKENS = Pattern.compile(" expecting .*", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("\\w+(?:\\s*\\.\\s*\\w+)*");
    private static final List<String> FUNCTIONS =
            List.of("contains", "double", "endsWith", "int", "matches", "size", "startsWith", "string");

    /**
     * Rewords an error.
     *
     * @param issue    CEL's message
     * @param rest     the rest of the expression, starting at the error
     * @param scope    the scope of the expression
     * @param vocabulary the names defined in the file
     */
    static CelComplaint of(String issue, String rest, ExpressionScope scope, Vocabulary vocabulary) {
        Matcher undeclared = UNDECLARED.matcher(issue);
        if (undeclared.matches()) {
            return unknown(undeclared.group(1), rest, scope, vocabulary);
        }
        Matcher overload = OVERLOAD.matcher(issue);
        if (overload.matches()) {
            String function = overload.group(1).replaceAll("^@|^_|_$", "");
            String operands = overload.group(2);
            String hint =
                    operands.contains("int") && operands.contains("double") ? "write a double as 2.0, not as 2" : null;
            return new CelComplaint("'%s' cannot be used with %s".formatted(function, operands), hint);
        }
        if (issue.contains("'<EOF>'")) {
            return new CelComplaint("the expression is incomplete", null);
        }
        return new CelComplaint(EXPECTED_TOKENS.matcher(issue).replaceFirst(""), null);
    }

    /** Reports the whole path of an unknown name, of which CEL reports only the first part. */
    private static CelComplaint unknown(String reported, String rest, ExpressionScope scope, Vocabulary vocabulary) {
        Matcher path = PATH.matcher(rest);
        String name = path.lookingAt() && path.group().startsWith(reported)
                ? path.group().replaceAll("\\s", "")
                : reported;
        List<String> known = vocabulary.names(scope);
        if (known.contains(name) || rest.startsWith("(")) {
            return new CelComplaint(
                    "unknown function '%s'".formatted(reported), Suggestion.forWord(reported, FUNCTIONS));
        }
        if (vocabulary.fact(name) != null) {
            return new CelComplaint("'%s' cannot be used here".formatted(name), scope.hint());
        }
        return new CelComplaint("unknown name '%s'".formatted(name), nearest(name, known));
    }

    private static @Nullable String nearest(String name, List<String> known) {
        return Suggestion.nearest(name, known)
                .map("did you mean '%s'?"::formatted)
                .orElse(null);
    }
}
