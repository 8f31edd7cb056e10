package dev.oneping.rules.file;

import dev.oneping.rules.file.Located.Mapping;
import dev.oneping.rules.file.Located.Sequence;
import java.util.Locale;
import java.util.stream.Stream;

/** The sections of a rule file that hold rules, in the order in which they are asked. */
enum Section {
    COLLAPSE(ExpressionScope.EVENT),
    DIGEST(ExpressionScope.EVENT),
    OPT_OUT(ExpressionScope.WHOLE),
    PREFERENCES(ExpressionScope.WHOLE),
    QUIET(ExpressionScope.WHOLE),
    LIMITS(ExpressionScope.WHOLE),
    CONTEXT(ExpressionScope.DEVICE),
    CHOOSE_POLICY(ExpressionScope.WHOLE),
    SCORES(ExpressionScope.DEVICE),
    MANNER(ExpressionScope.DEVICE);

    private final ExpressionScope scope;

    Section(ExpressionScope scope) {
        this.scope = scope;
    }

    /** What the conditions of its rules can name. */
    ExpressionScope scope() {
        return scope;
    }

    /** The rules of this section, as far as there are any in the file. */
    Stream<Mapping> rulesOf(Located root) {
        return root instanceof Mapping file
                        && file.get(name().toLowerCase(Locale.ROOT)).orElse(null) instanceof Sequence rules
                ? rules.items().stream().filter(Mapping.class::isInstance).map(Mapping.class::cast)
                : Stream.empty();
    }
}
