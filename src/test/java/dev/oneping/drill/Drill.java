package dev.oneping.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The program of {@code ./oneping drill}: plays the rows, prints what was promised and seen, and fails if a promise broke. */
final class Drill {

    private static final String HELP = """
            ./oneping drill [--short] [--list] [ROW ...]
              plays faults of Redis, the network and nodes on two nodes and a real redis-server, and prints for each what was
              promised and what was seen; ends with 1 if a promise was broken. Without rows: all of them, some 15 minutes.
            """;

    private Drill() {}

    /** Plays the rows that the arguments name. */
    public static void main(String[] arguments) throws Exception {
        List<DrillRow> rows = new ArrayList<>();
        for (String argument : arguments) {
            switch (argument) {
                case "--short" -> rows.addAll(DrillRow.SHORT);
                case "--list" -> {
                    Arrays.stream(DrillRow.values())
                            .forEach(row -> System.out.printf("%-22s %s%n", id(row), row.title));
                    return;
                }
                case "--help" -> {
                    System.out.print(HELP);
                    return;
                }
                default -> rows.add(row(argument));
            }
        }
        System.exit(play(rows.isEmpty() ? List.of(DrillRow.values()) : rows) ? 0 : 1);
    }

    /** Plays some rows on one stage; returns whether every promise was kept. */
    static boolean play(List<DrillRow> rows) throws Exception {
        Path folder = Files.createTempDirectory("oneping-drill");
        boolean holds = true;
        try (DrillStage stage = DrillStage.start(folder)) {
            System.out.print(DrillResult.HEADER);
            for (DrillRow row : rows) {
                DrillResult result = play(stage, row);
                System.out.print(result.line());
                holds &= result.holds();
            }
        }
        if (!holds) {
            System.out.println("The logs of the processes are in " + folder);
        }
        return holds;
    }

    private static DrillResult play(DrillStage stage, DrillRow row) throws Exception {
        try (DrillRun run = new DrillRun(stage, row)) {
            return run.play();
        }
    }

    private static String id(DrillRow row) {
        return row.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static DrillRow row(String id) throws IOException {
        return Arrays.stream(DrillRow.values())
                .filter(row -> id(row).equals(id))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no row '" + id + "'; see ./oneping drill --list"));
    }
}
