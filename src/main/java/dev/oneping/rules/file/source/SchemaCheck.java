package dev.oneping.rules.file.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.oneping.rules.file.source.Located.Entry;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates a file against a JSON Schema, and maps the errors to positions in the file. */
public final class SchemaCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schema schema;
    private final SchemaMessages wording;

    private SchemaCheck(JsonNode definition) {
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(definition);
        this.wording = new SchemaMessages(definition);
    }

    /** Creates a check by a schema on the class path. */
    public static SchemaCheck by(String resource) {
        try (InputStream in = SchemaCheck.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new SchemaCheck(JSON.readTree(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }

    public void check(Located root, RuleFileProblems problems) {
        for (Error error : schema.validate(root.json())) {
            Interruption.check();
            List<Located> path = locate(root, error.getInstanceLocation());
            problems.add(place(path, error), SchemaMessages.message(error), wording.hint(error));
        }
    }

    /** The path from the root to the invalid value. */
    private static List<Located> locate(Located root, NodePath location) {
        List<Located> path = new ArrayList<>(List.of(root));
        for (int i = 0; i < location.getNameCount(); i++) {
            Object step = location.getElement(i);
            switch (path.getLast()) {
                case Mapping mapping -> mapping.get(step.toString()).ifPresent(path::add);
                case Sequence sequence -> path.add(sequence.items().get((Integer) step));
                case Located.Scalar scalar -> throw new IllegalStateException(location + " leads past " + scalar);
            }
        }
        return path;
    }

    private static Position place(List<Located> path, Error error) {
        Located value = path.getLast();
        if (error.getProperty() != null && value instanceof Mapping mapping) {
            Optional<Entry> entry = mapping.entry(error.getProperty());
            return entry.map(found -> found.key().at()).orElse(value.at());
        }
        if (error.getKeyword().equals("false") && path.get(path.size() - 2) instanceof Mapping parent) {
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
