package dev.oneping.sim;

import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.chance.WeightTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The text of {@code rules/priors.yaml}: replaces the models by trained ones, and keeps everything else, which people have written:
 * the head, the times and the costs, and the tables about what the simulation does not know.
 */
final class PriorsFile {

    private static final String MODELS = "notice:\n";
    private static final String TIMES = "# The times of noticing";

    private final StringBuilder text = new StringBuilder();
    private final String before;
    private final String after;

    PriorsFile(String old) {
        int comment = old.lastIndexOf("\n\n", old.indexOf(MODELS)) + 2;
        before = old.substring(0, comment);
        after = old.substring(old.indexOf(TIMES));
    }

    /** Adds a model with a comment. */
    void model(String name, String comment, ChanceModel model, Map<String, List<Feature>> tables, String judged) {
        text.append("# ").append(comment).append("\n# Trained by src/sim on a simulated population.\n");
        text.append(name).append(":\n  bias: ").append(model.bias()).append("\n  tables:\n");
        List<WeightTable> fitted = model.tables();
        int index = 0;
        for (Map.Entry<String, List<Feature>> table : tables.entrySet()) {
            table(table.getKey(), table.getValue(), fitted.get(index++));
        }
        text.append(judged).append('\n');
    }

    /** The whole file, with these numbers among the times. */
    String text(Map<String, Double> times) {
        String rest = after;
        for (Map.Entry<String, Double> time : times.entrySet()) {
            rest = Pattern.compile("(?m)^  " + time.getKey() + ": .*$")
                    .matcher(rest)
                    .replaceFirst("  " + time.getKey() + ": " + String.format(Locale.ROOT, "%.3g", time.getValue()));
        }
        return before + text + rest;
    }

    private void table(String name, List<Feature> of, WeightTable table) {
        List<String> codes = of.stream().map(Feature::code).toList();
        text.append("    ").append(name).append(":\n      of: ").append(codes).append('\n');
        text.append("      weights:");
        rows(of, 0, table, Feature.vector(), "        ");
    }

    private void rows(List<Feature> of, int depth, WeightTable table, int[] vector, String indent) {
        Feature feature = of.get(depth);
        boolean last = depth == of.size() - 1;
        if (last) {
            StringBuilder row = new StringBuilder(" [");
            for (int value = 0; value < feature.labels().size(); value++) {
                vector[feature.ordinal()] = value;
                row.append(value == 0 ? "" : ", ").append(number(new ChanceModel(0, List.of(table)).sum(vector)));
            }
            text.append(row).append("]\n");
            return;
        }
        text.append('\n');
        for (int value = 0; value < feature.labels().size(); value++) {
            vector[feature.ordinal()] = value;
            String label = feature.labels().get(value);
            text.append(indent)
                    .append(label.matches("[a-z_]+") ? label : '"' + label + '"')
                    .append(':');
            rows(of, depth + 1, table, vector, indent + "  ");
        }
    }

    private static String number(double weight) {
        String plain = String.format(Locale.ROOT, "%.2f", weight + 0.0);
        String shortened = plain.replaceFirst("\\.?0+$", "");
        return shortened.equals("-0") ? "0" : shortened;
    }
}
