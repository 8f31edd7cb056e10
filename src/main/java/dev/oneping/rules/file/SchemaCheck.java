package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.oneping.rules.file.Located.Entry;
import dev.oneping.rules.file.Located.Mapping;
import dev.oneping.rules.file.Located.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a file against a JSON Schema, and finds where in the file the broken places stand. */
final class SchemaCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schema schema;
    private final SchemaMessages wording;

    private SchemaCheck(JsonNode definition) {
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(definition);
        this.wording = new SchemaMessages(definition);
    }

    /** The check by a schema on the class path. */
    static SchemaCheck by(String resource) {
        try (InputStream in = SchemaCheck.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new SchemaCheck(JSON.readTree(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }

    void check(Located root, RuleFileProblems problems) {
        for (Error error : schema.validate(root.json())) {
            List<Located> way = way(root, error.getInstanceLocation());
            problems.add(place(way, error), SchemaMessages.message(error), wording.hint(error));
        }
    }

    /** From the root down to the value that the error is about. */
    private static List<Located> way(Located root, NodePath path) {
        List<Located> way = new ArrayList<>(List.of(root));
        for (int i = 0; i < path.getNameCount(); i++) {
            Object step = path.getElement(i);
            switch (way.getLast()) {
                case Mapping mapping -> mapping.get(step.toString()).ifPresent(way::add);
                case Sequence sequence -> way.add(sequence.items().get((Integer) step));
                case Located.Scalar scalar -> throw new IllegalStateException(path + " leads past " + scalar);
            }
        }
        return way;
    }

    private static Position place(List<Located> way, Error error) {
        Located value = way.getLast();
        if (error.getProperty() != null && value instanceof Mapping mapping) {
            Optional<Entry> entry = mapping.entry(error.getProperty());
            return entry.map(found -> found.key().at()).orElse(value.at());
        }
        if (error.getKeyword().equals("false") && way.get(way.size() - 2) instanceof Mapping parent) {
            return keyOf(value, parent).orElse(value.at());
        }
        return value.at();
    }

    private static Optional<Position> keyOf(Located value, Mapping parent) {
        return parent.entries().stream()
                .filter(entry -> entry.value() == value)
                .map(entry -> entry.key().at())
                .findFirst();
    }
}
