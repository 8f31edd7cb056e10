package dev.oneping.rules.file.source;

import dev.oneping.rules.file.source.Located.Entry;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.Located.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads YAML into values with positions.
 *
 * <p>Stricter than YAML: one document, no anchors or aliases (so no bombs and no cycles), no tags, only plain names,
 * no duplicate names, no deep nesting.
 */
public final class YamlReader {

    private static final int MAX_DEPTH = 16;

    private final RuleFileProblems problems;
    private final Iterator<Event> events;

    private YamlReader(RuleFileProblems problems, Iterator<Event> events) {
        this.problems = problems;
        this.events = events;
    }

    /** Reads the document of the source; empty if it is unreadable, which is reported as a problem. */
    public static Optional<Located> read(RuleFileProblems problems) {
        SourceText source = problems.source();
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(SourceText.MAX_BYTES);
        try {
            Iterable<Event> events = new Yaml(limits).parse(new StringReader(source.text()));
            return new YamlReader(problems, events.iterator()).document();
        } catch (MarkedYAMLException broken) {
            Position at = broken.getProblemMark() == null ? source.end() : position(broken.getProblemMark());
            problems.add(at, "this is not YAML: " + broken.getProblem(), broken.getContext());
        } catch (ReaderException broken) {
            String character = "U+%04X".formatted(broken.getCodePoint());
            problems.add(positionOf(broken.getCodePoint(), source), character + " is not allowed in YAML");
        }
        return Optional.empty();
    }

    private Optional<Located> document() {
        Located root = null;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent && root != null) {
                problems.add(position(event.getStartMark()), "a second document begins here; only one is allowed");
                return Optional.empty();
            }
            if (event instanceof NodeEvent) {
                root = value(event, 1);
            }
        }
        if (root == null) {
            problems.add(Position.START, "the file is empty");
        }
        return Optional.ofNullable(root);
    }

    private Located value(Event event, int depth) {
        Interruption.check();
        Position at = position(event.getStartMark());
        rejectUnsupported(event, at);
        if (event instanceof CollectionStartEvent && depth > MAX_DEPTH) {
            problems.add(at, "nested too deeply; at most %d levels are allowed".formatted(MAX_DEPTH));
            skipCollection();
            return nothing(at);
        }
        if (event instanceof MappingStartEvent) {
            return mapping(at, depth);
        }
        if (event instanceof SequenceStartEvent) {
            return sequence(at, depth);
        }
        return event instanceof ScalarEvent scalar ? scalar(scalar, at) : nothing(at);
    }

    private Located sequence(Position at, int depth) {
        List<Located> items = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            items.add(value(event, depth + 1));
        }
        return new Sequence(at, items);
    }

    private Located mapping(Position at, int depth) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            Located name = value(event, depth + 1);
            Located value = value(events.next(), depth + 1);
            if (!(name instanceof Scalar key)) {
                problems.add(name.at(), "a name must be plain text");
                continue;
            }
            Entry first = entries.putIfAbsent(key.text(), new Entry(key, value));
            if (first != null) {
                String before = "it is first used in line " + first.key().at().line();
                problems.add(key.at(), "duplicate name '%s'".formatted(key.text()), before);
            }
        }
        return new Mapping(at, List.copyOf(entries.values()));
    }

    /** Skips a collection; a tower of brackets ends the reading, because the parser's time grows with its square. */
    private void skipCollection() {
        for (int open = 1; open > 0; ) {
            if (open > MAX_DEPTH) {
                throw problems.exception();
            }
            Event event = events.next();
            open += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
        }
    }

    private void rejectUnsupported(Event event, Position at) {
        String tag = event instanceof ScalarEvent scalar
                ? scalar.getTag()
                : event instanceof CollectionStartEvent collection ? collection.getTag() : null;
        if (tag != null) {
            problems.add(at, "the tag %s is not supported".formatted(tag), "remove it");
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            String what = event instanceof AliasEvent ? "the alias *" : "the anchor &";
            problems.add(at, what + node.getAnchor() + " is not supported", "write the value out");
        }
    }

    private static Scalar scalar(ScalarEvent event, Position at) {
        return CoreSchema.scalar(at, position(event.getEndMark()), event.getValue(), event.isPlain());
    }

    private static Scalar nothing(Position at) {
        return CoreSchema.scalar(at, at, "", true);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Position positionOf(int codePoint, SourceText source) {
        for (int line = 0; line < source.lines().size(); line++) {
            String text = source.lines().get(line);
            int index = text.indexOf(codePoint);
            if (index >= 0) {
                return new Position(line + 1, text.codePointCount(0, index) + 1);
            }
        }
        return source.end();
    }
}
