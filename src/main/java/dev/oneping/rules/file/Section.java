package dev.oneping.rules.file;

import dev.oneping.rules.file.cel.ExpressionScope;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Sequence;
import java.util.Locale;
import java.util.stream.Stream;

/** The sections of a rule file that contain rules, in evaluation order. */
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

    /** The facts that the conditions of its rules can use. */
    ExpressionScope scope() {
        return scope;
    }

    /** The rules of this section in the file. */
    Stream<Mapping> rulesOf(Located root) {
        return root instanceof Mapping file
                        && file.get(name().toLowerCase(Locale.ROOT)).orElse(null) instanceof Sequence rules
                ? rules.items().stream().filter(Mapping.class::isInstance).map(Mapping.class::cast)
                : Stream.empty();
    }
}
