package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.chance.Feature;
import dev.oneping.rules.chance.WeightTable;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Entry;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.Located.Sequence;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.file.source.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the models of {@code priors.yaml}. */
final class ChanceModelReader {

    private static final double MAX_WEIGHT = 50;

    private final RuleFileProblems problems;
    private final PriorsFields fields;

    ChanceModelReader(RuleFileProblems problems, PriorsFields fields) {
        this.problems = problems;
        this.fields = fields;
    }

    ChanceModel model(Mapping file, String name) {
        Mapping model = fields.mapping(file, name);
        fields.rejectUnknown(model, Set.of("bias", "tables"));
        List<WeightTable> tables = new ArrayList<>();
        fields.mapping(model, "tables")
                .entries()
                .forEach(entry -> tables.add(table(entry.name(), fields.mapping(entry.value()))));
        return new ChanceModel(fields.number(model, "bias"), tables);
    }

    private WeightTable table(String name, Mapping table) {
        fields.rejectUnknown(table, Set.of("of", "weights"));
        List<Feature> of = new ArrayList<>();
        if (table.get("of").orElse(null) instanceof Sequence names) {
            names.items().forEach(each -> feature(each).ifPresent(of::add));
        }
        if (of.isEmpty() || of.size() > 3) {
            problems.add(table.at(), "a table combines one to three features", "write of: [kind, view, age]");
            return new WeightTable(name, List.of(Feature.DND), new double[3]);
        }
        double[] weights = new double[WeightTable.size(of)];
        table.get("weights").ifPresent(given -> fill(weights, 0, of, given));
        return new WeightTable(name, of, weights);
    }

    private Optional<Feature> feature(Located name) {
        String text = name instanceof Scalar scalar ? scalar.text() : "";
        for (Feature feature : Feature.values()) {
            if (feature.code().equals(text)) {
                return Optional.of(feature);
            }
        }
        List<String> known = Stream.of(Feature.values()).map(Feature::code).toList();
        problems.add(name.at(), "unknown feature '%s'".formatted(text), Suggestion.forWord(text, known));
        return Optional.empty();
    }

    /** Fills the weights of the combinations that begin at a number. */
    private void fill(double[] weights, int from, List<Feature> of, Located given) {
        Feature first = of.getFirst();
        List<Feature> rest = of.subList(1, of.size());
        int span = WeightTable.size(rest);
        if (given instanceof Sequence list && rest.isEmpty()) {
            if (list.items().size() != first.labels().size()) {
                problems.add(
                        list.at(),
                        "'%s' needs %d numbers, not %d"
                                .formatted(
                                        first.code(),
                                        first.labels().size(),
                                        list.items().size()));
                return;
            }
            for (int i = 0; i < list.items().size(); i++) {
                weights[from + i] = weight(list.items().get(i));
            }
        } else if (given instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                int value = first.value(entry.name());
                if (value < 0) {
                    problems.add(
                            entry.key().at(),
                            "'%s' has no value '%s'".formatted(first.code(), entry.name()),
                            Suggestion.forWord(entry.name(), first.labels()));
                } else if (rest.isEmpty()) {
                    weights[from + value] = weight(entry.value());
                } else {
                    fill(weights, from + value * span, rest, entry.value());
                }
            }
        } else {
            problems.add(given.at(), "weights are a list or a mapping from the values of '%s'".formatted(first.code()));
        }
    }

    private double weight(Located given) {
        JsonNode json = given.json();
        if (!json.isNumber() || Math.abs(json.asDouble()) > MAX_WEIGHT) {
            problems.add(given.at(), "a weight is a number from -50 to 50");
            return 0;
        }
        return json.asDouble();
    }
}
