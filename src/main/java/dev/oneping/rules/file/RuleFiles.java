package dev.oneping.rules.file;

import dev.oneping.rules.RuleSet;
import dev.oneping.rules.file.Located.Scalar;
import dev.oneping.rules.time.Calendar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads rule files. A file is taken as a whole or refused as a whole: every problem of it is told at once, and whoever
 * reloads keeps the rule set that he has. Rule sets are values; to swap them is the caller's business.
 */
public final class RuleFiles {

    private static final String BUILT_IN = "rules/default.yaml";
    private static final SchemaCheck SCHEMA = SchemaCheck.by("rules/schema.json");

    private RuleFiles() {}

    /**
     * Reads a rule file.
     *
     * @throws RuleFileException when it is missing, cannot be read, or is not sound
     */
    public static RuleSet load(Path file) {
        return parse(file.toString(), bytesOf(file));
    }

    /**
     * Reads a rule file again.
     *
     * @return the set that is known if the file still is the same
     * @throws RuleFileException when it is missing, cannot be read, or is not sound
     */
    public static RuleSet loadIfOther(Path file, RuleSet known) {
        byte[] content = bytesOf(file);
        return known.version().endsWith("@" + hash(content)) ? known : parse(file.toString(), content);
    }

    /** The rule set that oneping brings with it. */
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
     * Reads the content of a rule file from wherever it came.
     *
     * @param name    what its author calls it; it stands in the messages
     * @param content the bytes, UTF-8
     * @throws RuleFileException when it is not sound
     */
    public static RuleSet parse(String name, byte[] content) {
        RuleFileProblems problems = new RuleFileProblems(SourceText.of(name, content));
        Located root = YamlReader.read(problems).orElse(null);
        if (root == null) {
            throw problems.exception();
        }
        SCHEMA.check(root, problems);
        refuseEqualNames(root, problems);
        Map<String, Calendar> calendars = CalendarReader.read(root, problems);
        References.check(root, problems);
        CompiledExpressions expressions = CompiledExpressions.of(root, problems);
        problems.throwIfAny();
        return new RuleSet(
                version(root, content),
                new RuleDefinitionsReader(root, calendars, expressions).read(),
                problems.source().text(),
                expressions.asks(root));
    }

    /** A file's bytes; what hinders is told like any other problem of the file. */
    static byte[] bytesOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SourceText.MAX_BYTES + 1);
        } catch (IOException unreadable) {
            String why = unreadable instanceof NoSuchFileException
                    ? "there is no such file"
                    : "it cannot be read: " + unreadable.getMessage();
            RuleFileProblems problems = new RuleFileProblems(new SourceText(file.toString(), ""));
            problems.add(Position.START, why);
            throw problems.exception();
        }
    }

    /** A rule's name is the reason that people read, so it must tell which rule it was. */
    private static void refuseEqualNames(Located root, RuleFileProblems problems) {
        Map<String, Position> seen = new HashMap<>();
        for (Section section : Section.values()) {
            section.rulesOf(root).map(rule -> rule.get("rule").orElse(null)).forEach(name -> {
                if (name instanceof Scalar scalar) {
                    Position first = seen.putIfAbsent(scalar.text(), scalar.at());
                    if (first != null) {
                        problems.add(
                                scalar.at(),
                                "another rule is named '%s' too".formatted(scalar.text()),
                                "it stands in line " + first.line());
                    }
                }
            });
        }
    }

    /** The name and a hash of the content: equal exactly when the files are. */
    private static String version(Located root, byte[] content) {
        return root.json().path("name").asText() + "@" + hash(content);
    }

    private static String hash(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
