package dev.oneping.sim;

import java.util.ArrayList;
import java.util.List;

/** The table of measures, one policy a row, in Markdown. */
final class ScoreTable {

    private final List<String> rows = new ArrayList<>();

    ScoreTable() {
        StringBuilder head = new StringBuilder("| policy |");
        StringBuilder line = new StringBuilder("|---|");
        for (Measure measure : Measure.values()) {
            head.append(' ').append(measure.heading).append(" |");
            line.append("---|");
        }
        rows.add(head.toString());
        rows.add(line.toString());
    }

    /** Adds a policy, with the half widths of its intervals. */
    void add(String policy, List<Tally> people) {
        Tally sum = Measure.sum(people);
        double[] widths = Measure.halfWidths(people);
        StringBuilder row = new StringBuilder("| " + policy + " |");
        for (Measure measure : Measure.values()) {
            row.append(' ')
                    .append(measure.text(measure.of(sum)))
                    .append(" ± ")
                    .append(measure.text(widths[measure.ordinal()]))
                    .append(" |");
        }
        rows.add(row.toString());
    }

    @Override
    public String toString() {
        return String.join("\n", rows) + "\n";
    }
}
