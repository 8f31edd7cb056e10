package dev.oneping.rules.file.cel;

import dev.cel.compiler.CelCompiler;
import dev.oneping.rules.expression.AppFact;
import dev.oneping.rules.expression.CalendarFact;
import dev.oneping.rules.expression.Fact;
import dev.oneping.rules.expression.ValueType;
import dev.oneping.rules.expression.Variable;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Entry;
import dev.oneping.rules.file.source.Located.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names that the expressions of a file can use: the common variables, its calendars, and the app's facts. */
public final class Vocabulary {

    /** All constants by name. */
    static final Map<String, Object> CONSTANTS = ValueType.allConstants();

    /** The vocabulary of a file without declarations. */
    static final Vocabulary STANDARD = new Vocabulary(List.of());

    private final Map<String, Fact> facts = new LinkedHashMap<>();
    private final Map<ExpressionScope, CelCompiler> compilers = new EnumMap<>(ExpressionScope.class);

    private Vocabulary(List<Fact> declared) {
        Stream.concat(Arrays.stream(Variable.values()), declared.stream())
                .forEach(fact -> facts.put(fact.path(), fact));
    }

    /** The vocabulary of a file, from its valid declarations. */
    public static Vocabulary of(Located root) {
        List<Fact> declared = new ArrayList<>();
        entries(root, "calendars").forEach(entry -> declared.add(new CalendarFact(entry.name())));
        entries(root, "facts")
                .forEach(entry -> type(entry).ifPresent(type -> declared.add(new AppFact(entry.name(), type))));
        declared.removeIf(fact -> !fact.path().matches("[a-z]+\\.[a-z][a-z0-9_]*"));
        return declared.isEmpty() ? STANDARD : new Vocabulary(declared);
    }

    private static Stream<Entry> entries(Located root, String section) {
        return root instanceof Mapping file && file.get(section).orElse(null) instanceof Mapping mapping
                ? mapping.entries().stream()
                : Stream.empty();
    }

    private static Optional<ValueType> type(Entry entry) {
        return Stream.of(ValueType.BOOL, ValueType.INT, ValueType.DOUBLE, ValueType.STRING)
                .filter(type -> type.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(entry.value().json().asText()))
                .findFirst();
    }

    /** The fact of that name; null if there is none. */
    @Nullable
    Fact fact(String name) {
        return facts.get(name);
    }

    /** The value of a constant. */
    static Object constant(String name) {
        return Objects.requireNonNull(CONSTANTS.get(name), name);
    }

    /** The facts that a scope admits. */
    List<Fact> facts(ExpressionScope scope) {
        return facts.values().stream().filter(scope::admits).toList();
    }

    /** All names that a scope admits. */
    List<String> names(ExpressionScope scope) {
        return Stream.concat(facts(scope).stream().map(Fact::path), CONSTANTS.keySet().stream())
                .toList();
    }

    /** The compiler for a scope. */
    CelCompiler compiler(ExpressionScope scope) {
        synchronized (compilers) {
            return compilers.computeIfAbsent(scope, each -> Cel.compiler(facts(each)));
        }
    }
}
