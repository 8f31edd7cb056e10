package dev.oneping.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.oneping.auth.CurrentCaller;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The architecture rules of the packages; each rule is tried on the project's code, and on a sample that breaks it. */
final class CodeRules {

    private static final Set<String> CLOCKS_AND_DICE =
            Set.of("java.time.Clock", "java.time.InstantSource", "java.util.Random", "java.util.SplittableRandom");
    private static final Set<String> READINGS = Set.of("now", "currentTimeMillis", "nanoTime", "random", "randomUUID");

    /** A box of a drawing: its package, and its colour if it is hidden. */
    private static final Pattern BOX = Pattern.compile("^\\[[^]]+] <<([\\w.]+)>>( #lightgray)?$", Pattern.MULTILINE);

    private CodeRules() {}

    static ArchRule followsDrawing(String name) {
        return classes()
                .should(adhereToPlantUmlDiagram(drawing(name), consideringOnlyDependenciesInDiagram()))
                .allowEmptyShould(true);
    }

    /** Lists the drawings of the rooms of one feature each. */
    static List<String> roomDrawings() throws IOException {
        try (Stream<java.nio.file.Path> files = Files.list(java.nio.file.Path.of("src/test/resources/rooms"))) {
            return files.map(file -> "/rooms/" + file.getFileName()).sorted().toList();
        }
    }

    /** Holds the classes of the packages that a drawing shows to its arrows. */
    static ArchRule followsRooms(String name) {
        return classes()
                .that()
                .resideInAnyPackage(packages(name, box -> true).toArray(String[]::new))
                .should(adhereToPlantUmlDiagram(drawing(name), consideringOnlyDependenciesInDiagram()))
                .allowEmptyShould(true);
    }

    /** Keeps the rooms that a drawing shows in gray to those that the same drawing shows. */
    static ArchRule hidesRooms(String name) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages(name, box -> true).toArray(String[]::new))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        packages(name, box -> box.group(2) != null).toArray(String[]::new)))
                .allowEmptyShould(true);
    }

    private static List<String> packages(String name, Predicate<MatchResult> box) {
        try (InputStream drawing = drawing(name).openStream()) {
            return BOX.matcher(new String(drawing.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .filter(box)
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL drawing(String name) {
        return Objects.requireNonNull(CodeRules.class.getResource(name), name);
    }

    static ArchRule hasNoCycles(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    /** Decisions are computed from what is handed in, so that they can be repeated, explained and tried out. */
    static ArchRule decidesPurely(String... packages) {
        return classes()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .onlyDependOnClassesThat(pureIn(packages))
                .andShould(callNothingThatReadsClockOrChance())
                .allowEmptyShould(true);
    }

    /**
     * Requires a media type of resources that return a plain response; otherwise the framework chooses one by what the
     * caller accepts.
     */
    static ArchRule saysWhatItProduces() {
        return classes()
                .that()
                .areAnnotatedWith(Path.class)
                .and(describe(
                        "answer by a response of their own",
                        type -> type.getMethods().stream()
                                .flatMap(method -> method.getReturnType().getAllInvolvedRawTypes().stream())
                                .anyMatch(returned -> returned.isEquivalentTo(Response.class))))
                .should()
                .beAnnotatedWith(Produces.class)
                .allowEmptyShould(true);
    }

    /**
     * The caller belongs to the request. A later stage may run on a thread where no request is at hand, so the caller is
     * asked for before the first stage: never in a lambda, nor in a method that a lambda calls.
     */
    static ArchRule asksForTheCallerFirst() {
        return classes()
                .should(new ArchCondition<>("ask for the current caller outside of lambdas only") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        Set<JavaMethodCall> asking = callsThatAsk(type);
                        asking.stream()
                                .filter(JavaMethodCall::isDeclaredInLambda)
                                .forEach(
                                        call -> events.add(SimpleConditionEvent.violated(call, call.getDescription())));
                    }
                })
                .allowEmptyShould(true);
    }

    private static Set<JavaMethodCall> callsThatAsk(JavaClass type) {
        Set<JavaMethodCall> asking = new HashSet<>();
        Set<String> askers = new HashSet<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (JavaMethodCall call : type.getMethodCallsFromSelf()) {
                boolean asks = call.getTargetOwner().isEquivalentTo(CurrentCaller.class)
                        && !call.getTarget().getName().equals("of");
                boolean asksInside = call.getTargetOwner().equals(type)
                        && askers.contains(call.getTarget().getFullName());
                if (asks || asksInside) {
                    grows |= asking.add(call);
                    askers.add(call.getOrigin().getFullName());
                }
            }
        }
        return asking;
    }

    /** These make a relative address absolute by the request, which is not at hand in a later stage. */
    static ArchRule locatesWithoutTheRequest() {
        return noClasses()
                .should(callMethodWhere(describe("completes an address from the request", call -> {
                    String name = call.getTarget().getName();
                    return call.getTargetOwner().getName().startsWith("jakarta.ws.rs.core.Response")
                            && Set.of("created", "location", "contentLocation", "seeOther", "temporaryRedirect")
                                    .contains(name);
                })))
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> pureIn(String... packages) {
        return resideInAnyPackage(packages)
                .or(resideInAnyPackage(
                        "java.lang..",
                        "java.math..",
                        "java.text..",
                        "java.time..",
                        "java.util",
                        "java.util.function",
                        "java.util.regex",
                        "java.util.stream",
                        "dev.oneping.model..",
                        "dev.oneping.text..",
                        "org.jspecify.annotations..",
                        // Names for the written form; they do nothing by themselves.
                        "com.fasterxml.jackson.annotation.."))
                .as("are values, the nouns or the language's own");
    }

    private static ArchCondition<JavaClass> callNothingThatReadsClockOrChance() {
        return not(callMethodWhere(describe("reads a clock or throws dice", call -> {
            var owner = call.getTargetOwner().getName();
            return owner.startsWith("java.")
                    && (CLOCKS_AND_DICE.contains(owner)
                            || READINGS.contains(call.getTarget().getName()));
        })));
    }

    /** Confines Vert.x to the packages with sockets, except for the names of Redis commands. */
    static ArchRule usesVertxOnlyIn(String... packages) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..")
                        .and(describe(
                                "is not the name of a command",
                                type -> !type.getName().equals("io.vertx.redis.client.Command"))))
                .allowEmptyShould(true);
    }

    /** Two classes may look inside: no interface of Vert.x shows the channels in which they drop or limit something. */
    static ArchRule keepsOutOfVertxInside() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.oneping.outbound.http.InterimResponses")
                .and()
                .doNotHaveFullyQualifiedName("dev.oneping.ops.http.HttpConnections")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..impl.."))
                .allowEmptyShould(true);
    }
}
