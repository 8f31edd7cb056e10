package dev.oneping.rules.file;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What CEL's compiler complains of, in the words of an author of rules.
 *
 * @param message what is wrong
 * @param hint    what was probably meant, or null
 */
record CelComplaint(String message, @Nullable String hint) {

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*");
    private static final Pattern OVERLOAD =
            Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");
    private static final Pattern TOO_MUCH_TOLD = Pattern.compile(" expecting .*", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("\\w+(?:\\s*\\.\\s*\\w+)*");
    private static final List<String> FUNCTIONS =
            List.of("contains", "double", "endsWith", "int", "matches", "size", "startsWith", "string");

    /**
     * Puts a complaint into other words.
     *
     * @param issue    CEL's message
     * @param rest     the expression from the place of the complaint on
     * @param scope    where the expression stands
     * @param vocabulary what can be named in its file
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
            return new CelComplaint("the expression ends too early", null);
        }
        return new CelComplaint(TOO_MUCH_TOLD.matcher(issue).replaceFirst(""), null);
    }

    /** CEL names only the first part of a path that it does not know; an author wants to hear of the whole. */
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
            return new CelComplaint("'%s' is not known here".formatted(name), scope.hint());
        }
        return new CelComplaint("unknown name '%s'".formatted(name), nearest(name, known));
    }

    private static @Nullable String nearest(String name, List<String> known) {
        return Suggestion.nearest(name, known)
                .map("did you mean '%s'?"::formatted)
                .orElse(null);
    }
}
