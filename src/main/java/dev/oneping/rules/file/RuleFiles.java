package dev.oneping.rules.file;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.Position;
import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.file.source.SchemaCheck;
import dev.oneping.rules.file.source.SourceText;
import dev.oneping.rules.file.source.YamlReader;
import dev.oneping.rules.time.Calendar;
import dev.oneping.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads rule files. A file is accepted or rejected as a whole: all its problems are reported at once, and a failed
 * reload leaves the previous rule set in use. Rule sets are values; replacing them is up to the caller.
 */
public final class RuleFiles {

    private static final String BUILT_IN = "rules/default.yaml";
    private static final SchemaCheck SCHEMA = SchemaCheck.by("rules/schema.json");

    private RuleFiles() {}

    /**
     * Reads a rule file.
     *
     * @throws RuleFileException if the file is missing, unreadable or invalid
     */
    public static RuleSet load(Path file) {
        return parse(file.toString(), bytesOf(file));
    }

    /**
     * Reloads a rule file if it has changed.
     *
     * @return the known set if the file is unchanged
     * @throws RuleFileException if the file is missing, unreadable or invalid
     */
    public static RuleSet loadIfChanged(Path file, RuleSet known) {
        byte[] content = bytesOf(file);
        return known.version().endsWith("@" + hash(content)) ? known : parse(file.toString(), content);
    }

    /** The built-in rule set. */
    public static RuleSet builtIn() {
        try (InputStream in = RuleFiles.class.getClassLoader().getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException(BUILT_IN + " is not on the class path");
            }
            return parse(BUILT_IN, in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(BUILT_IN, unreadable);
        }
    }

    /**
     * Parses the content of a rule file from any source.
     *
     * @param name    the file's name in messages
     * @param content the bytes, UTF-8
     * @throws RuleFileException if it is invalid
     */
    public static RuleSet parse(String name, byte[] content) {
        RuleFileProblems problems = new RuleFileProblems(SourceText.of(name, content));
        Located root = YamlReader.read(problems).orElse(null);
        if (root == null) {
            throw problems.exception();
        }
        SCHEMA.check(root, problems);
        rejectDuplicateNames(root, problems);
        Map<String, Calendar> calendars = CalendarReader.read(root, problems);
        References.check(root, problems);
        CompiledExpressions expressions = CompiledExpressions.of(root, problems);
        problems.throwIfAny();
        return new RuleSet(
                version(root, content),
                new RuleDefinitionsReader(root, calendars, expressions).read(),
                problems.source().text(),
                expressions.historyNeeds(root));
    }

    /** Reads a file; an I/O error is reported like any other problem of the file. */
    static byte[] bytesOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SourceText.MAX_BYTES + 1);
        } catch (IOException unreadable) {
            String why = unreadable instanceof NoSuchFileException
                    ? "the file does not exist"
                    : "the file cannot be read: " + unreadable.getMessage();
            RuleFileProblems problems = new RuleFileProblems(new SourceText(file.toString(), ""));
            problems.add(Position.START, why);
            throw problems.exception();
        }
    }

    /** Rejects duplicate rule names: the name is the reason shown to people, so it must identify the rule. */
    private static void rejectDuplicateNames(Located root, RuleFileProblems problems) {
        Map<String, Position> seen = new HashMap<>();
        for (Section section : Section.values()) {
            section.rulesOf(root).map(rule -> rule.get("rule").orElse(null)).forEach(name -> {
                if (name instanceof Scalar scalar) {
                    Position first = seen.putIfAbsent(scalar.text(), scalar.at());
                    if (first != null) {
                        problems.add(
                                scalar.at(),
                                "duplicate rule name '%s'".formatted(scalar.text()),
                                "it is first used in line " + first.line());
                    }
                }
            });
        }
    }

    /** The name and a hash of the content: equal exactly if the files are equal. */
    private static String version(Located root, byte[] content) {
        return root.json().path("name").asText() + "@" + hash(content);
    }

    static String hash(byte[] content) {
        return HexFormat.of().formatHex(Sha256.of(content), 0, 6);
    }
}
