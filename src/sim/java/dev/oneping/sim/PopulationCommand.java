package dev.oneping.sim;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.RuleFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prints the table of measures for a population: the policies to compare with, the rules in process, and the rules on the service itself
 * in virtual time if its command is given.
 */
final class PopulationCommand {

    private static final String HELP = """
            ./oneping simulate population [OPTION ...]   measure the rules on simulated people

              --people N          number of people; 20 if omitted
              --days N            days of each; 5 if omitted
              --seed N            seed of the people; odd ones were not used for training; 1 if omitted
              --population NAME   common, slow, few-taps, tab-only or other
              --silence X         factor of the chance that a silent display is noticed; 1 if omitted
              --rules FILE        the rule file, instead of the built-in rules
              --in-process        only the decisions, not the whole service: a thousand times faster
              --curve FILE        also write the trade-off curve there, as SVG
            """;

    private final Map<String, String> options;
    private final Evaluation evaluation;

    private PopulationCommand(Map<String, String> options) {
        this.options = options;
        this.evaluation = new Evaluation(
                PopulationSpec.named(options.getOrDefault("population", "common")),
                Long.parseLong(options.getOrDefault("seed", "1")),
                Integer.parseInt(options.getOrDefault("people", "20")),
                Integer.parseInt(options.getOrDefault("days", "5")),
                Double.parseDouble(options.getOrDefault("silence", "1")));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Map<String, String> options = new HashMap<>();
        List<String> service = new ArrayList<>();
        for (int index = 0; index < args.length; index++) {
            String name = args[index].replaceFirst("^--", "");
            switch (name) {
                case "service" -> {
                    service.addAll(Arrays.asList(args).subList(index + 1, args.length));
                    index = args.length;
                }
                case "in-process" -> options.put(name, "");
                case "people", "days", "seed", "population", "silence", "rules", "curve" -> {
                    if (++index == args.length) {
                        fail("--" + name + " needs a value.");
                    }
                    options.put(name, args[index]);
                }
                default -> fail("unknown option " + args[index] + " of simulate population.");
            }
        }
        new PopulationCommand(options).run(service);
    }

    private static void fail(String sentence) {
        System.err.println("oneping: " + sentence);
        System.err.print(HELP);
        System.exit(2);
    }

    private void run(List<String> service) throws IOException, InterruptedException {
        String file = options.get("rules");
        RuleSet rules = file == null ? RuleFiles.builtIn() : RuleFiles.load(Path.of(file));
        if (file != null) {
            service.addAll(List.of("--rules", file));
        }
        ScoreTable table = new ScoreTable();
        table.add("ring everything", evaluation.run(Baselines::everything));
        table.add("last active device", evaluation.run(Baselines::lastActive));
        table.add("last active device, silent on all", evaluation.run(Baselines::lastActiveAndSilent));
        table.add("Slack's rule", evaluation.run(Baselines::slack));
        table.add("oracle, one ring", evaluation.run(Baselines::oracle));
        table.add("the rules, in process", evaluation.run(days -> new RulesPolicy(rules, false)));
        RuleSet inUse = RuleFiles.parse(
                "in use",
                rules.text()
                        .replace("    choose: by_chance\n", "    choose: by_chance\n    display: in_use\n")
                        .getBytes(StandardCharsets.UTF_8));
        table.add("the same, silent only where in use", evaluation.run(days -> new RulesPolicy(inUse, false)));
        if (!options.containsKey("in-process")) {
            table.add("the rules, on the service", onService(service));
        }
        System.out.printf(
                Locale.ROOT,
                "%d people of the population %s, %d days each, seed %d%n%n%s",
                evaluation.people(),
                evaluation.spec().name(),
                evaluation.days(),
                evaluation.seed(),
                table);
        if (options.containsKey("curve")) {
            TradeOffCurve.write(evaluation, Path.of(options.get("curve")));
        }
    }

    private List<Tally> onService(List<String> command) throws IOException, InterruptedException {
        List<SimDays> lived = IntStream.range(0, evaluation.people())
                .mapToObj(number -> SimDays.of(evaluation.spec(), evaluation.seed(), number, evaluation.days()))
                .toList();
        return ServiceRun.of(lived, evaluation.silence(), command).stream()
                .map(person -> Tally.of(person.outcomes(), evaluation.days(), Evaluation.reachable(person.days())))
                .toList();
    }
}
