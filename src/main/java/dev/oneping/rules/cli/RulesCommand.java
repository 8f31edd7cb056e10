package dev.oneping.rules.cli;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleCase;
import dev.oneping.rules.file.RuleCases;
import dev.oneping.rules.file.RuleFiles;
import dev.oneping.rules.file.source.RuleFileException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code oneping rules} command, which checks, tests and explains rule files.
 *
 * <p>Exit codes: 0 for success, 1 for an invalid file or a failed case, 2 for an unknown command.
 */
public final class RulesCommand {

    private static final String HELP = """
            ./oneping rules check FILE                   check a rule file and list all its problems
            ./oneping rules test FILE [CASES ...]        run cases against it, and list rules that no case covers; CASES defaults
                                                         to FILE.cases.yaml or the folder 'cases/' beside the file
            ./oneping rules explain FILE [CASES] WORDS   explain its decision on the cases whose name contains WORDS; WORDS is --all
                                                         for every case
            """;

    private final PrintStream out;

    RulesCommand(PrintStream out) {
        this.out = out;
    }

    /** Runs the command and exits. */
    public static void main(String... args) {
        System.exit(new RulesCommand(System.out).run(args));
    }

    int run(String... args) {
        List<String> words = Arrays.asList(args);
        if (words.size() < 2) {
            out.print(HELP);
            return 2;
        }
        Path file = Path.of(words.get(1));
        List<String> rest = words.subList(2, words.size());
        try {
            return switch (words.getFirst()) {
                case "check" -> check(file);
                case "test" ->
                    test(
                            file,
                            rest.isEmpty()
                                    ? beside(file)
                                    : rest.stream().map(Path::of).toList());
                case "explain" -> explain(file, rest);
                case String unknown -> {
                    out.printf("unknown command 'rules %s'%n%s", unknown, HELP);
                    yield 2;
                }
            };
        } catch (RuleFileException refused) {
            out.println(refused.getMessage());
            return 1;
        }
    }

    private int check(Path file) {
        RuleSet rules = RuleFiles.load(file);
        out.printf(
                "%s is valid: %s, %d rules%n",
                file, rules.version(), rules.rules().size());
        return 0;
    }

    private int test(Path file, List<Path> paths) {
        RuleSet rules = RuleFiles.load(file);
        List<RuleCase> cases = paths.stream().flatMap(RulesCommand::cases).toList();
        if (cases.isEmpty()) {
            out.printf("there are no cases for %s: write some in %s%n", file, casesOf(file));
            return 1;
        }
        List<String> failures =
                cases.stream().flatMap(each -> each.differences(rules).stream()).toList();
        failures.forEach(out::println);
        List<String> uncovered = RuleCases.uncovered(rules, cases);
        uncovered.forEach(rule -> out.printf("no case covers the rule '%s'%n", rule));
        out.printf(
                "%d cases, %d differences; %d rules, %d not covered by any case%n",
                cases.size(), failures.size(), rules.rules().size(), uncovered.size());
        return failures.isEmpty() ? 0 : 1;
    }

    private int explain(Path file, List<String> rest) {
        RuleSet rules = RuleFiles.load(file);
        boolean named = !rest.isEmpty() && Files.exists(Path.of(rest.getFirst()));
        List<Path> paths = named ? List.of(Path.of(rest.getFirst())) : beside(file);
        String words = String.join(" ", named ? rest.subList(1, rest.size()) : rest);
        List<RuleCase> all = paths.stream().flatMap(RulesCommand::cases).toList();
        if (words.isEmpty()) {
            out.printf(
                    "Give words from the name of a case, or --all for all %d:%n%n  ./oneping rules explain %s %s%n",
                    all.size(), file, all.isEmpty() ? "WORDS" : all.getFirst().name());
            return 2;
        }
        List<RuleCase> asked = all.stream()
                .filter(each -> words.equals("--all") || each.name().contains(words))
                .toList();
        asked.forEach(each -> ExplanationReport.lines(rules, each).forEach(out::println));
        if (asked.isEmpty()) {
            out.printf("no case for %s has '%s' in its name%n", file, words);
        }
        return asked.isEmpty() ? 1 : 0;
    }

    private static List<Path> beside(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("cases");
        List<Path> found = new ArrayList<>();
        if (Files.exists(casesOf(file))) {
            found.add(casesOf(file));
        } else if (Files.isDirectory(folder)) {
            found.add(folder);
        }
        return found;
    }

    private static Path casesOf(Path file) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        return file.resolveSibling(name + ".cases.yaml");
    }

    private static Stream<RuleCase> cases(Path path) {
        return (Files.isDirectory(path) ? RuleCases.in(path) : RuleCases.load(path)).stream();
    }
}
