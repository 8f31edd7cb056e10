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
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URL;
import java.util.Objects;
import java.util.Set;

/** The architecture rules of the packages; each rule is tried on the project's code, and on a sample that breaks it. */
final class CodeRules {

    private static final Set<String> CLOCKS_AND_DICE =
            Set.of("java.time.Clock", "java.time.InstantSource", "java.util.Random", "java.util.SplittableRandom");
    private static final Set<String> READINGS = Set.of("now", "currentTimeMillis", "nanoTime", "random", "randomUUID");

    private CodeRules() {}

    static ArchRule followsDrawing(String name) {
        URL drawing = Objects.requireNonNull(CodeRules.class.getResource(name), name);
        return classes()
                .should(adhereToPlantUmlDiagram(drawing, consideringOnlyDependenciesInDiagram()))
                .allowEmptyShould(true);
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

    static ArchRule keepsOutOfVertxInside() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..impl.."))
                .allowEmptyShould(true);
    }
}
