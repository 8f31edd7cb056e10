package dev.oneping.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture in ARCHITECTURE.md shows what {@code architecture.puml} allows, and the files that it names exist. */
class ArchitectureMapTest {

    private static final Path MAP = Path.of("ARCHITECTURE.md");
    private static final Path DRAWING = Path.of("src/test/resources/architecture.puml");

    /** Arrows that the picture leaves out, as its text says. */
    private static final Set<String> EVERYWHERE =
            Set.of("change", "model", "redis", "problem", "auth", "tenant", "text");

    @Test
    void shouldShowTheArrowsOfTheDrawing() throws IOException {
        Set<String> allowed = arrows(Files.readString(DRAWING), Pattern.compile("\\[([^]]+)] --> \\[([^]]+)]"));
        Set<String> shown = shown(Files.readString(MAP));

        assertEquals(Set.of(), minus(shown, allowed), "arrows that are shown and not allowed");
        Set<String> owed = new TreeSet<>(allowed);
        owed.removeIf(arrow -> arrow.startsWith("main ")
                || arrow.startsWith("ops ")
                || EVERYWHERE.contains(arrow.substring(arrow.lastIndexOf(' ') + 1)));
        assertEquals(Set.of(), minus(owed, shown), "arrows that are allowed and not shown");
    }

    @Test
    void shouldNameEveryPackageInTheTable() throws IOException {
        String map = Files.readString(MAP);
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/oneping"))) {
            List<String> missing = folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .filter(name -> !map.contains("| `" + name + "` |"))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    @Test
    void shouldNameEveryRoomInTheTable() throws IOException {
        String map = Files.readString(MAP);
        Set<String> owed = new TreeSet<>();
        try (Stream<Path> drawings = Files.list(Path.of("src/test/resources/rooms"))) {
            for (Path drawing : drawings.toList()) {
                String feature = drawing.getFileName().toString().replace(".puml", "");
                String line = map.lines()
                        .filter(row -> row.startsWith("| `" + feature + "` |"))
                        .skip(1)
                        .findFirst()
                        .orElse("");
                Pattern.compile("(?m)^\\[([^]]+)] <<[\\w.]+>>( #lightgray)?$")
                        .matcher(Files.readString(drawing))
                        .results()
                        .filter(box -> !box.group(1).equals(feature))
                        .map(box -> box.group(2) == null ? "`" + box.group(1) + "`" : "*`" + box.group(1) + "`*")
                        .filter(room -> !List.of(line.split("[ ,|]+")).contains(room))
                        .forEach(room -> owed.add(feature + ": " + room));
            }
        }
        assertEquals(Set.of(), owed);
    }

    @Test
    void shouldNameOnlyTypesThatExist() throws IOException {
        Set<String> types = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .forEach(name -> types.add(name.replace(".java", "")));
        }
        for (Path page : List.of(MAP, Path.of("docs/glossary.md"), Path.of("docs/first-changes.md"))) {
            List<String> unknown = Pattern.compile("`(?:[a-z]+[./])*([A-Z]\\w+)(?:\\.\\w+(?:\\([^)]*\\))?)?`")
                    .matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !types.contains(name))
                    .filter(name ->
                            !Set.of("ServerWebSocket", "Caffeine", "README").contains(name))
                    .distinct()
                    .toList();
            assertEquals(List.of(), unknown, page.toString());
        }
    }

    @Test
    void shouldNameTypesInTheFoldersWhereTheyAre() throws IOException {
        Path code = Path.of("src/main/java/dev/oneping");
        for (Path page : List.of(MAP, Path.of("docs/first-changes.md"))) {
            List<String> elsewhere = Pattern.compile("`((?:[a-z]+/)+[A-Z]\\w+)`")
                    .matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(type -> !type.startsWith("src/") && !Files.exists(code.resolve(type + ".java")))
                    .toList();
            assertEquals(List.of(), elsewhere, page.toString());
        }
    }

    @Test
    void shouldFindArrowsInBothForms() {
        assertEquals(Set.of("a b", "a c"), shown("flowchart TD\n  a --> b & c\n```"));
        assertTrue(arrows("[a] --> [b]", Pattern.compile("\\[([^]]+)] --> \\[([^]]+)]"))
                .contains("a b"));
    }

    private static Set<String> shown(String map) {
        String picture = map.substring(map.indexOf("flowchart TD"));
        Set<String> arrows = new TreeSet<>();
        for (String line : picture.substring(0, picture.indexOf("```")).split("\n")) {
            String[] ends = line.strip().split(" --> ");
            if (ends.length == 2) {
                Arrays.stream(ends[1].split(" & ")).forEach(to -> arrows.add(ends[0] + " " + to));
            }
        }
        return arrows;
    }

    private static Set<String> arrows(String text, Pattern arrow) {
        Set<String> arrows = new TreeSet<>();
        arrow.matcher(text).results().forEach(found -> arrows.add(found.group(1) + " " + found.group(2)));
        return arrows;
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
