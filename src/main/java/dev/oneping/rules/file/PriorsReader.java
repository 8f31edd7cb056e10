package dev.oneping.rules.file;

import dev.oneping.model.Priority;
import dev.oneping.rules.chance.ByPriority;
import dev.oneping.rules.chance.NoticeTimes;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.chance.RingCosts;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Position;
import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.file.source.SourceText;
import dev.oneping.rules.file.source.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code priors.yaml}: the weights and costs of the decision by chance. The head of that file is its reference. */
public final class PriorsReader {

    private static final String BUILT_IN = "rules/priors.yaml";
    private static final Set<String> PARTS =
            Set.of("version", "notice", "quick", "glance", "found", "asleep", "times", "costs");

    private final RuleFileProblems problems;
    private final PriorsFields fields;
    private final ChanceModelReader models;

    private PriorsReader(RuleFileProblems problems) {
        this.problems = problems;
        this.fields = new PriorsFields(problems);
        this.models = new ChanceModelReader(problems, fields);
    }

    /** The built-in priors. */
    public static Priors builtIn() {
        return BuiltIn.PRIORS;
    }

    /**
     * Reads the priors of a file.
     *
     * @throws RuleFileException if the file is missing, unreadable or invalid
     */
    public static Priors load(Path file) {
        return parse(file.toString(), RuleFiles.bytesOf(file));
    }

    /**
     * Parses priors from any source.
     *
     * @throws RuleFileException if they are invalid
     */
    public static Priors parse(String name, byte[] content) {
        RuleFileProblems problems = new RuleFileProblems(SourceText.of(name, content));
        Located root = YamlReader.read(problems).orElse(null);
        if (!(root instanceof Mapping file)) {
            problems.add(Position.START, "the file has no models");
            throw problems.exception();
        }
        PriorsReader reader = new PriorsReader(problems);
        reader.fields.rejectUnknown(file, PARTS);
        Priors priors = reader.priors(file, RuleFiles.hash(content));
        problems.throwIfAny();
        return priors;
    }

    private Priors priors(Mapping file, String version) {
        return new Priors(
                version,
                models.model(file, "notice"),
                models.model(file, "quick"),
                models.model(file, "glance"),
                models.model(file, "found"),
                models.model(file, "asleep"),
                times(fields.mapping(file, "times")),
                costs(fields.mapping(file, "costs")));
    }

    private NoticeTimes times(Mapping times) {
        fields.rejectUnknown(times, Set.of("quick", "slow", "glance", "unrung", "answered"));
        return new NoticeTimes(
                fields.number(times, "quick"),
                fields.number(times, "slow"),
                fields.number(times, "glance"),
                fields.number(times, "unrung"),
                fields.number(times, "answered"));
    }

    private RingCosts costs(Mapping costs) {
        fields.rejectUnknown(
                costs,
                Set.of(
                        "weight",
                        "patience",
                        "unsure",
                        "asleep",
                        "quiet_hours",
                        "presenting",
                        "call",
                        "again",
                        "late",
                        "late_after",
                        "least_chance",
                        "same_device",
                        "growth",
                        "least_unseen"));
        return new RingCosts(
                byPriority(costs, "weight", 0),
                byPriority(costs, "patience", 0),
                fields.number(costs, "unsure"),
                byPriority(costs, "asleep", 0),
                byPriority(costs, "quiet_hours", 0),
                byPriority(costs, "presenting", 0),
                byPriority(costs, "call", 0),
                byPriority(costs, "again", 1),
                byPriority(costs, "late", 1),
                Duration.ofSeconds((long) fields.number(costs, "late_after")),
                byPriority(costs, "least_chance", 0),
                byPriority(costs, "same_device", 0),
                byPriority(costs, "growth", 1),
                fields.number(costs, "least_unseen"));
    }

    private ByPriority byPriority(Mapping costs, String name, double otherwise) {
        Map<Priority, Double> given = new EnumMap<>(Priority.class);
        fields.mapping(costs, name).entries().forEach(entry -> {
            if (Stream.of(Priority.values()).map(PriorsReader::code).noneMatch(entry.name()::equals)) {
                problems.add(entry.key().at(), "unknown priority '%s'".formatted(entry.name()));
            } else if (!entry.value().json().isNumber() || entry.value().json().asDouble() < 0) {
                problems.add(entry.value().at(), "'%s' is a number, not negative".formatted(name));
            } else {
                given.put(
                        Priority.valueOf(entry.name().toUpperCase(Locale.ROOT)),
                        entry.value().json().asDouble());
            }
        });
        return new ByPriority(given, otherwise);
    }

    private static String code(Priority priority) {
        return priority.name().toLowerCase(Locale.ROOT);
    }

    /** The built-in priors, read on first use. */
    private static final class BuiltIn {
        static final Priors PRIORS = read();

        private static Priors read() {
            try (InputStream in = PriorsReader.class.getClassLoader().getResourceAsStream(BUILT_IN)) {
                if (in == null) {
                    throw new IllegalStateException(BUILT_IN + " is not on the class path");
                }
                return parse(BUILT_IN, in.readAllBytes());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(BUILT_IN, unreadable);
            }
        }
    }
}
