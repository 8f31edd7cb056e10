package dev.oneping.simulation;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of the {@code simulate} command.
 *
 * @param stdio     whether lines are read from the standard input
 * @param json      whether a scenario is reported as JSON
 * @param rules     the rule file; empty for the built-in rules
 * @param start     what instants that are numbers count from, in milliseconds since the epoch
 * @param seed      the seed of ids
 * @param scenarios the file of the scenario, unless lines are read
 */
record SimulateOptions(boolean stdio, boolean json, Optional<Path> rules, long start, long seed, List<Path> scenarios) {

    static final String HELP = """
            ./oneping simulate SCENARIO.yaml ...  play scenarios, print what happens, and check their expectations
            ./oneping simulate --stdio            carry out JSON lines from the standard input; see docs/simulate.md

              --json           report the scenario as one JSON document, with the story of each notification
              --rules FILE     the rule file, instead of the built-in rules
              --start INSTANT  what instants that are numbers count from; the Unix epoch if omitted
              --seed NUMBER    the seed of ids; the same input has the same output, whatever the seed
            """;

    SimulateOptions {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Reads arguments.
     *
     * @throws IllegalArgumentException with one sentence for the user
     */
    static SimulateOptions of(String... arguments) {
        boolean stdio = false;
        boolean json = false;
        Optional<Path> rules = Optional.empty();
        long start = 0;
        long seed = 1;
        List<Path> scenarios = new ArrayList<>();
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            String name = word.startsWith("--") ? word.split("=", 2)[0] : "";
            switch (name) {
                case "--stdio" -> stdio = true;
                case "--json" -> json = true;
                case "--rules" -> rules = Optional.of(Path.of(value(word, words)));
                case "--start" -> start = instant(value(word, words));
                case "--seed" -> seed = number(value(word, words));
                case "" -> scenarios.add(Path.of(word));
                default -> throw new IllegalArgumentException("unknown option " + word + " of simulate.");
            }
        }
        if (stdio ? !scenarios.isEmpty() : scenarios.size() != 1) {
            throw new IllegalArgumentException("give either --stdio or the file of a scenario.");
        }
        return new SimulateOptions(stdio, json, rules, start, seed, scenarios);
    }

    private static String value(String word, Iterator<String> rest) {
        int equals = word.indexOf('=');
        if (equals >= 0) {
            return word.substring(equals + 1);
        }
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(word + " needs a value.");
        }
        return rest.next();
    }

    private static long instant(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("--start must be an instant such as 2026-03-02T00:00:00Z.", e);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seed must be a number.", e);
        }
    }
}
