package dev.oneping.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidinessTest {

    @Nested
    class OurSources {

        private final Tidiness tidiness =
                new Tidiness(Path.of(""), List.of("src", "rules", "openapi", "k8s", ".ci", "oneping"));

        @Test
        void shouldBeTidy() {
            assertEquals(List.of(), tidiness.longFiles());
            assertEquals(List.of(), tidiness.longMethods());
            assertEquals(List.of(), tidiness.sleepingTests());
            assertEquals(List.of(), tidiness.unfinishedWork());
            assertEquals(List.of(), tidiness.emptyNames());
            assertEquals(List.of(), tidiness.undescribedPackages());
            assertEquals(List.of(), tidiness.strayScripts());
        }

        @Test
        void shouldCommitOnVersionsOnlyByTheOneLoop() {
            assertEquals(List.of(), tidiness.commitsOutsideTheLoop());
        }

        @Test
        void shouldGiveEachTopLevelTypeNameOfItsOwn() {
            assertEquals(List.of(), tidiness.ambiguousNames());
        }

        @Test
        void shouldOpenNoTypeJavadocWithClause() {
            assertEquals(List.of(), tidiness.docsThatOpenWithClause());
        }

        @Test
        void shouldWordProblemsPlainly() {
            assertEquals(List.of(), tidiness.oddProblemTexts());
        }
    }

    @Nested
    class UntidySources {

        @TempDir
        Path root;

        @Test
        void shouldFindLongFile() throws IOException {
            write("src/main/java/a/Long.java", "package a;\n".repeat(401));
            write("src/main/java/a/Fits.java", "package a;\n".repeat(400));

            assertEquals(List.of("src/main/java/a/Long.java has more than 400 lines"), look().longFiles());
        }

        @Test
        void shouldFindLongMethod() throws IOException {
            var statements = "  step();\n".repeat(69);
            write(
                    "src/main/java/a/A.java",
                    "class A {\nvoid fits() {\n" + statements.substring(10) + "}\n" + "void tooLong() {\n" + statements
                            + "}\n}\n");

            assertEquals(List.of("src/main/java/a/A.java:72 tooLong has 71 lines"), look().longMethods());
        }

        @Test
        void shouldFindSleepInTest() throws IOException {
            write("src/test/java/a/ATest.java", "class ATest { void t() { Thread.sleep(1); } }");

            assertEquals(List.of("src/test/java/a/ATest.java sleeps; await what is to happen"), look().sleepingTests());
        }

        @Test
        void shouldFindUnfinishedWork() throws IOException {
            write("src/main/resources/lua/a.lua", "-- TO" + "DO later\n");

            assertEquals(List.of("src/main/resources/lua/a.lua says that it is unfinished"), look().unfinishedWork());
        }

        @Test
        void shouldFindNameThatSaysNothing() throws IOException {
            write("src/main/java/a/A.java", "record UserInfo(int a) {} interface Managers {}");

            assertEquals(
                    List.of("src/main/java/a/A.java declares UserInfo, which does not say what it is"),
                    look().emptyNames());
        }

        @Test
        void shouldFindPackageWithoutDescription() throws IOException {
            write("src/main/java/a/A.java", "package a;\n");
            write("src/main/java/b/B.java", "package b;\n");
            write("src/test/java/b/package-info.java", "@NullMarked\npackage b;\n");

            assertEquals(List.of("a has no package-info.java with @NullMarked"), look().undescribedPackages());
        }

        @Test
        void shouldFindScriptThatNobodyOwnsOrTests() throws IOException {
            write("src/main/resources/lua/a/stray.lua", "-- include: a/part.lua\n");
            write("src/main/resources/lua/a/part.lua", "");
            write("src/main/resources/lua/a/good.lua", "");
            write("src/main/resources/lua/a/untested.lua", "");
            write("src/main/java/a/Good.java", "load(\"a/good.lua\")");
            write("src/main/java/a/Untested.java", "load(\"a/untested.lua\")");
            write("src/test/java/a/GoodTest.java", "new Good()");

            assertEquals(
                    List.of(
                            "a/stray.lua is named by no test, and neither is its owner",
                            "a/stray.lua should have one owning class, and has []",
                            "a/untested.lua is named by no test, and neither is its owner"),
                    look().strayScripts().stream().sorted().toList());
        }

        @Test
        void shouldFindCommitThatIsTriedAgainInAnotherWay() throws IOException {
            write("src/main/resources/lua/a/good.lua", "return { 'conflict' }");
            write("src/main/resources/lua/a/own.lua", "-- Replies: {\"stale\"}\nreturn { 'stale', 1 }");
            write("src/main/resources/lua/a/new.lua", "return { 'outdated' }");
            write("src/main/java/a/Good.java", "load(\"a/good.lua\") CommitResult");
            write("src/main/java/a/Own.java", "load(\"a/own.lua\")");
            write("src/main/java/a/New.java", "load(\"a/new.lua\")");

            assertEquals(
                    List.of(
                            "Own does not return a CommitResult, though a/own.lua can lose a race",
                            "a/new.lua replies 'outdated', which is not known to be a lost race or none"),
                    look().commitsOutsideTheLoop().stream().sorted().toList());
        }

        @Test
        void shouldFindScriptWithTwoOwners() throws IOException {
            write("src/main/resources/lua/a/twice.lua", "");
            write("src/main/java/a/One.java", "load(\"a/twice.lua\")");
            write("src/main/java/a/Two.java", "load(\"a/twice.lua\")");
            write("src/test/java/a/OneTest.java", "new One()");

            assertEquals(1, look().strayScripts().size());
        }

        @Test
        void shouldFindTypeNameUsedTwice() throws IOException {
            write("src/main/java/a/Trail.java", "package a;\nrecord Trail() {}");
            write("src/bench/java/b/Trail.java", "package b;\nrecord Trail() {}");
            write("src/main/java/a/package-info.java", "package a;");
            write("src/bench/java/b/package-info.java", "package b;");

            assertEquals(
                    List.of("Trail.java is found in [src/bench/java/b, src/main/java/a]"), look().ambiguousNames());
        }

        @Test
        void shouldFindTypeJavadocThatOpensWithClause() throws IOException {
            write("src/main/java/a/A.java", """
                    package a;
                    /**
                     * What an
                     * endpoint answered.
                     */
                    @Sub({@Type("{")})
                    sealed interface A {
                        /** How it ended. */
                        enum End { A }
                        /** Whatever is wrong. */
                        record Wrong() {}
                        /** How many there are. */
                        int count();
                        /** Where the record is. */
                        String place(String record);
                    }
                    """);
            write("src/test/java/a/ATest.java", "/** What is tested. */\nclass ATest {}");

            assertEquals(
                    List.of(
                            "src/main/java/a/A.java A opens with 'What'",
                            "src/main/java/a/A.java End opens with 'How'"),
                    look().docsThatOpenWithClause());
        }

        @Test
        void shouldFindOddWordsInProblemTexts() throws IOException {
            write("src/main/java/a/A.java", """
                    class A {
                        // Read it anew.
                        Problem full() { return Problem.of(TYPE, "There are as many as may be."); }
                        Problem gone() { return Problem.gone(\"""
                            Read the state anew,
                            and resume.\"""); }
                        Problem plain() { return Problem.of(TYPE, "The limit was reached."); }
                    }
                    """);
            write("src/main/java/a/Log.java", "class Log { String line = \"read anew\"; }");

            assertEquals(2, look().oddProblemTexts().size());
            assertEquals(
                    "src/main/java/a/A.java says 'as may be' in: There are as many as may be.",
                    look().oddProblemTexts().getFirst());
        }

        private Tidiness look() {
            return new Tidiness(root, List.of("src"));
        }

        private void write(String path, String text) throws IOException {
            var file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
    }
}
