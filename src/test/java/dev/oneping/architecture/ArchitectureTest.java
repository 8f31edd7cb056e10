package dev.oneping.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {

    @Nested
    class OurCode {

        private static final JavaClasses OURS = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.oneping");

        @Test
        void shouldFollowTheDrawing() {
            CodeRules.followsDrawing("/architecture.puml").check(OURS);
        }

        @ParameterizedTest
        @MethodSource("dev.oneping.architecture.CodeRules#roomDrawings")
        void shouldFollowTheDrawingOfItsRooms(String name) {
            CodeRules.followsRooms(name).check(OURS);
            CodeRules.hidesRooms(name).check(OURS);
        }

        @Test
        void shouldHaveNoCyclesBetweenPackages() {
            CodeRules.hasNoCycles("dev.oneping").check(OURS);
        }

        @Test
        void shouldDecideWithoutFrameworkClockOrIo() {
            CodeRules.decidesPurely(
                            "dev.oneping.rules",
                            "dev.oneping.rules.rule",
                            "dev.oneping.rules.expression",
                            "dev.oneping.rules.explain",
                            "dev.oneping.rules.fact",
                            "dev.oneping.rules.time",
                            "dev.oneping.rules.chance")
                    .check(OURS);
        }

        /** The product itself knows no Vert.x: beside the sockets only the door (auth, problem) and the watch (ops) do. */
        @Test
        void shouldUseVertxWhereTheSocketsAre() {
            CodeRules.usesVertxOnlyIn(
                            "dev.oneping.redis..",
                            "dev.oneping.streams..",
                            "dev.oneping.connection..",
                            "dev.oneping.notice..",
                            "dev.oneping.sse..",
                            "dev.oneping.outbound..",
                            "dev.oneping.channel..",
                            "dev.oneping.webhook..",
                            "dev.oneping.feed..",
                            "dev.oneping.problem..",
                            "dev.oneping.auth..",
                            "dev.oneping.simulation..",
                            "dev.oneping.ops..")
                    .check(OURS);
        }

        @Test
        void shouldSayWhatItProduces() {
            CodeRules.saysWhatItProduces().check(OURS);
        }

        @Test
        void shouldKeepOutOfVertxInside() {
            CodeRules.keepsOutOfVertxInside().check(OURS);
        }

        @Test
        void shouldAskForTheCallerBeforeTheFirstStage() {
            CodeRules.asksForTheCallerFirst().check(OURS);
        }

        @Test
        void shouldLocateWithoutTheRequest() {
            CodeRules.locatesWithoutTheRequest().check(OURS);
        }
    }

    @Nested
    class CodeThatBreaksTheRules {

        private static final String SAMPLE = "dev.oneping.architecture.sample";

        private static final JavaClasses BAD = new ClassFileImporter().importPackages(SAMPLE);

        @Test
        void shouldFailAgainstTheDrawing() {
            assertBreaks(CodeRules.followsDrawing("/sample.puml"), "Foundation.tower()");
        }

        @Test
        void shouldFailAgainstTheArrowsOfRooms() {
            assertBreaks(CodeRules.followsRooms("/sample.puml"), "Foundation.tower()");
        }

        @Test
        void shouldFailForHiddenRoomThatIsImported() {
            assertBreaks(CodeRules.hidesRooms("/sample-rooms.puml"), "Foundation.tower()");
        }

        @Test
        void shouldFailForCycle() {
            assertBreaks(CodeRules.hasNoCycles(SAMPLE), "Cycle detected");
        }

        @Test
        void shouldFailForClockInDecision() {
            assertBreaks(CodeRules.decidesPurely(SAMPLE + ".low", SAMPLE + ".high"), "java.time.Instant.now()");
        }

        @Test
        void shouldFailForFilesAndLibrariesInDecision() {
            var rule = CodeRules.decidesPurely(SAMPLE + ".low", SAMPLE + ".high");
            assertBreaks(rule, "java.nio.file.Path");
            assertBreaks(rule, "io.vertx.core.Vertx");
        }

        @Test
        void shouldFailForVertxInOtherPackage() {
            assertBreaks(CodeRules.usesVertxOnlyIn(SAMPLE + ".low"), "io.vertx.core.Vertx");
            assertEquals(
                    false,
                    CodeRules.usesVertxOnlyIn(SAMPLE + ".high").evaluate(BAD).hasViolation());
        }

        @Test
        void shouldFailForInsideOfVertx() {
            assertBreaks(CodeRules.keepsOutOfVertxInside(), "VertxInternal");
        }

        @Test
        void shouldFailForAnswerOfAnyForm() {
            assertBreaks(CodeRules.saysWhatItProduces(), "AnyForm");
        }

        @Test
        void shouldFailForCallerInLaterStage() {
            assertBreaks(CodeRules.asksForTheCallerFirst(), "LateCaller.tenant()");
        }

        @Test
        void shouldFailForAddressCompletedFromTheRequest() {
            assertBreaks(CodeRules.locatesWithoutTheRequest(), "LateCaller.locate()");
        }

        private void assertBreaks(ArchRule rule, String words) {
            var report = rule.evaluate(BAD).getFailureReport().toString();
            assertTrue(report.contains(words), report);
        }
    }
}
