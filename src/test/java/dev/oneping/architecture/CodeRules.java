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
import java.net.URL;
import java.util.HashSet;
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
                .doNotHaveFullyQualifiedName("dev.oneping.ops.HttpConnections")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..impl.."))
                .allowEmptyShould(true);
    }
}
