package dev.oneping.rules.file;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Sequence;
import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.file.source.SchemaCheck;
import dev.oneping.rules.file.source.SourceText;
import dev.oneping.rules.file.source.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads case files: a readable and executable specification of a rule set. */
public final class RuleCases {

    private static final SchemaCheck SCHEMA = SchemaCheck.by("rules/cases/schema.json");

    private RuleCases() {}

    /**
     * Reads all case files of a folder, in the order of their names.
     *
     * @throws RuleFileException if one is invalid
     */
    public static List<RuleCase> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> load(file).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(folder.toString(), unreadable);
        }
    }

    /**
     * Reads one case file.
     *
     * @throws RuleFileException if the file is missing, unreadable or invalid
     */
    public static List<RuleCase> load(Path file) {
        return parse(file.toString(), RuleFiles.bytesOf(file));
    }

    /**
     * Reads the cases of a text, which YAML and JSON can be.
     *
     * @param name the name of the text in messages
     * @throws RuleFileException if it is invalid
     */
    public static List<RuleCase> parse(String name, byte[] text) {
        SourceText source = SourceText.of(name, text);
        RuleFileProblems problems = new RuleFileProblems(source);
        Located root = YamlReader.read(problems).orElseThrow(problems::exception);
        SCHEMA.check(root, problems);
        problems.throwIfAny();
        List<RuleCase> cases = new ArrayList<>();
        if (root instanceof Mapping mapping && mapping.get("cases").orElseThrow() instanceof Sequence sequence) {
            sequence.items().forEach(item -> read(item, problems, cases));
        }
        problems.throwIfAny();
        return cases;
    }

    /** Returns the rules that none of the cases which pass depends on. */
    public static List<String> uncovered(RuleSet rules, List<RuleCase> cases) {
        List<RuleCase> passed =
                cases.stream().filter(each -> each.differences(rules).isEmpty()).toList();
        return rules.rules().stream()
                .filter(rule -> passed.stream()
                        .allMatch(each -> each.differences(rules.without(rule)).isEmpty()))
                .toList();
    }

    private static void read(Located item, RuleFileProblems problems, List<RuleCase> cases) {
        try {
            CaseReader reader = new CaseReader(item.json());
            String file = problems.source().name();
            cases.add(new RuleCase(reader.name(), file, item.at().line(), reader.facts(), reader.expected()));
        } catch (DateTimeException | IllegalArgumentException nonsense) {
            problems.add(item.at(), "this case is invalid: " + nonsense.getMessage());
        }
    }
}
