package dev.oneping.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of style that a machine can check in a source tree; each check returns the violations, by file. */
final class Tidiness {

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 70;

    /** Written in two parts, for this file is looked at too. */
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern EMPTY_WORD =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|Base|Processor|Data|Info)");

    private static final Pattern CLAUSE =
            Pattern.compile("(?:What|How|Who|Whom|Whose|Where|When|Whether|Which|That|By|Whoever)\\b.*");

    private static final Pattern CREATES_PROBLEM = Pattern.compile("\\b(?:Problem|Violation)\\s*\\.\\s*\\w+\\s*\\(");
    private static final List<String> ODD_WORDS =
            List.of("stands there", "as may be", "anew", "whoever", "goes on", "so many");

    /** The replies by which a script refuses what is based on an outdated state. */
    private static final Set<String> LOST_RACE = Set.of("changed", "conflict", "late", "moved", "stale");

    private static final Set<String> OTHER_REPLIES =
            Set.of(("accepted alone appended beat begun claimed cleared committed completed created deleted duplicate "
                            + "enqueued exists firsts foreign full gathered gone granted held known later learned left "
                            + "limited listed living new none ok oldest outages pending picked promoted published put "
                            + "queued quiet raised rang received released removed repeated replaced reserved set settled "
                            + "spent state subscribed topics unsubscribed")
                    .split(" "));

    /**
     * The scripts that are not tried again after such a reply: the winner has done the work too, the caller has named the
     * version, it is a part of a turn's commit, or what has moved is the time of a simulation.
     */
    private static final Set<String> SINGLE_COMMITS = Set.of(
            "fanout/reschedule.lua",
            "presence/reschedule.lua",
            "webhook/settle.lua",
            "group/put.lua",
            "group/remove.lua",
            "notify/spend.lua",
            "simulation/move.lua");

    private final Path root;
    private final List<SourceFile> files;

    /** A file of the tree, by its path from the root. */
    record SourceFile(Path path, String text) {

        boolean is(String ending) {
            return path.toString().endsWith(ending);
        }

        boolean isUnder(String folder) {
            return path.startsWith(folder);
        }

        JavaText java() {
            return new JavaText(text);
        }
    }

    Tidiness(Path root, List<String> folders) {
        this.root = root;
        this.files = folders.stream()
                .map(root::resolve)
                .filter(Files::exists)
                .flatMap(Tidiness::walk)
                .map(this::read)
                .toList();
    }

    private static Stream<Path> walk(Path folder) {
        try (var paths = Files.walk(folder)) {
            return paths
                    .filter(Files::isRegularFile)
                    .filter(path -> !path.toString().contains("node_modules"))
                    .filter(path -> path.toString()
                            .matches(".*\\.(java|lua|sh|ts|js|mjs|yaml|yml|json|properties|puml)|.*/(oneping|run)"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SourceFile read(Path path) {
        try {
            return new SourceFile(root.relativize(path), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<SourceFile> java() {
        return files.stream().filter(file -> file.is(".java"));
    }

    List<String> longFiles() {
        return files.stream()
                .filter(file -> file.is(".java") || file.is(".lua") || file.is(".ts"))
                .filter(file -> file.text().lines().count() > FILE_LINES)
                .map(file -> file.path() + " has more than " + FILE_LINES + " lines")
                .toList();
    }

    List<String> longMethods() {
        return java().flatMap(file -> file.java().methods().stream()
                        .filter(method -> method.lines() > METHOD_LINES)
                        .map(method -> file.path() + ":" + method.line() + " " + method.name() + " has "
                                + method.lines() + " lines"))
                .toList();
    }

    List<String> sleepingTests() {
        return java().filter(file -> file.isUnder("src/test"))
                .filter(file -> file.java().code().contains("Thread.sleep"))
                .map(file -> file.path() + " sleeps; await what is to happen")
                .toList();
    }

    List<String> unfinishedWork() {
        return files.stream()
                .filter(file -> UNFINISHED.matcher(file.text()).find())
                .map(file -> file.path() + " says that it is unfinished")
                .toList();
    }

    List<String> emptyNames() {
        return java().flatMap(file -> file.java().types().stream()
                        .filter(name -> EMPTY_WORD.matcher(name).matches())
                        .map(name -> file.path() + " declares " + name + ", which does not say what it is"))
                .toList();
    }

    /**
     * The top-level types are those that files are named after; the compiler's checks allow no second one in a file. The clients are
     * artifacts of their own, and use the same words for the same things.
     */
    List<String> ambiguousNames() {
        var byName = java().filter(file -> !file.is("package-info.java") && !file.isUnder("src/sdk"))
                .collect(groupingBy(file -> file.path().getFileName().toString(), TreeMap::new, toList()));
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> entry.getKey() + " is found in "
                        + entry.getValue().stream()
                                .map(file -> file.path().getParent().toString())
                                .sorted()
                                .toList())
                .toList();
    }

    /** A type's Javadoc opens with a noun phrase or a verb; a clause makes the reader wait for its subject. */
    List<String> docsThatOpenWithClause() {
        return java().filter(file -> file.isUnder("src/main"))
                .flatMap(file -> file.java().typeDocs().stream()
                        .filter(doc -> CLAUSE.matcher(doc.text()).matches())
                        .map(doc -> file.path() + " " + doc.type() + " opens with '"
                                + doc.text().split("\\W", 2)[0] + "'"))
                .toList();
    }

    /** Callers read the texts of problems; these words made earlier ones hard to understand. */
    List<String> oddProblemTexts() {
        return java().filter(file -> file.isUnder("src/main"))
                .filter(file -> CREATES_PROBLEM.matcher(file.java().code()).find())
                .flatMap(file -> file.java().strings().stream()
                        .flatMap(text -> ODD_WORDS.stream()
                                .filter(text.toLowerCase(Locale.ROOT)::contains)
                                .map(word -> file.path() + " says '" + word + "' in: " + text)))
                .toList();
    }

    /** A package may be spread over main, test and demo; one description is enough for all. */
    List<String> undescribedPackages() {
        Set<String> described = new HashSet<>();
        java().filter(file -> file.is("package-info.java") && file.text().contains("@NullMarked"))
                .forEach(file -> described.add(packageOf(file)));
        // The Java client has no dependencies, so not that annotation either.
        return java().filter(file -> !file.isUnder("src/sdk"))
                .map(Tidiness::packageOf)
                .distinct()
                .filter(name -> !described.contains(name))
                .map(name -> name + " has no package-info.java with @NullMarked")
                .toList();
    }

    private static String packageOf(SourceFile file) {
        var found = Pattern.compile("(?m)^package ([\\w.]+);").matcher(file.text());
        return found.find() ? found.group(1) : "the unnamed package of " + file.path();
    }

    /** Each Lua script belongs to one class, or is a part that scripts include; and a test names the script or its owner. */
    List<String> strayScripts() {
        var complaints = new ArrayList<String>();
        var folder = Path.of("src/main/resources/lua");
        files.stream()
                .filter(file -> file.path().startsWith(folder) && file.is(".lua"))
                .forEach(script -> {
                    var name = folder.relativize(script.path()).toString();
                    var owners = owners(name);
                    if (owners.size() != 1 && !isIncluded(name)) {
                        complaints.add(name + " should have one owning class, and has " + owners);
                    }
                    if (owners.stream().noneMatch(owner -> isTested(name, owner)) && !isIncluded(name)) {
                        complaints.add(name + " is named by no test, and neither is its owner");
                    }
                });
        return complaints;
    }

    private List<String> owners(String script) {
        var literal = Pattern.compile("[\"/]" + Pattern.quote(script) + "\"");
        return java().filter(file ->
                        file.isUnder("src/main") && literal.matcher(file.text()).find())
                .map(file -> file.path().getFileName().toString().replace(".java", ""))
                .toList();
    }

    private boolean isIncluded(String script) {
        return files.stream()
                .filter(file -> file.is(".lua"))
                .anyMatch(file -> file.text().lines().anyMatch(("-- include: " + script)::equals));
    }

    private boolean isTested(String script, String owner) {
        var either = Pattern.compile("\\b(" + Pattern.quote(script) + "|" + Pattern.quote(owner) + ")\\b");
        return java().filter(file -> file.isUnder("src/test"))
                .anyMatch(file -> either.matcher(file.text()).find());
    }

    /**
     * A script that refuses what is based on an outdated state is used through the one commit loop; and each tag of a
     * reply is known to say so or not, so that no refusal comes under a new name.
     */
    List<String> commitsOutsideTheLoop() {
        var complaints = new ArrayList<String>();
        var folder = Path.of("src/main/resources/lua");
        files.stream()
                .filter(file -> file.path().startsWith(folder) && file.is(".lua"))
                .forEach(script -> {
                    var name = folder.relativize(script.path()).toString();
                    var tags = tags(script);
                    tags.stream()
                            .filter(tag -> !LOST_RACE.contains(tag) && !OTHER_REPLIES.contains(tag))
                            .map(tag -> name + " replies '" + tag + "', which is not known to be a lost race or none")
                            .forEach(complaints::add);
                    if (tags.stream().anyMatch(LOST_RACE::contains) && !SINGLE_COMMITS.contains(name)) {
                        owners(name).stream()
                                .filter(owner -> java().noneMatch(file -> file.isUnder("src/main")
                                        && file.is("/" + owner + ".java")
                                        && file.text().contains("CommitResult")))
                                .map(owner ->
                                        owner + " does not return a CommitResult, though " + name + " can lose a race")
                                .forEach(complaints::add);
                    }
                });
        return complaints;
    }

    private static Set<String> tags(SourceFile script) {
        return Pattern.compile("(?:\\{ ?|\\bor |\\band )[\"']([a-z_]+)[\"']")
                .matcher(script.text())
                .results()
                .map(found -> found.group(1))
                .filter(tag -> script.text().contains("{\"" + tag + "\"")
                        || script.text().contains("return { '" + tag))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
