package dev.oneping.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a copy of {@code ./oneping} in a folder where everything looks built, with JDKs that are scripts: each says its
 * version, and instead of running the service prints how it was called.
 */
@Tag("slow")
class LauncherTest {

    private static final List<String> TOOLS =
            List.of("sh", "sed", "dirname", "cat", "tail", "find", "awk", "rm", "mkdir", "od", "tr");

    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();

    record Run(int exitCode, String output) {}

    @BeforeEach
    void layOutAMachineWithoutJava() throws IOException, InterruptedException {
        var bin = Files.createDirectories(temp.resolve("bin"));
        for (var tool : TOOLS) {
            Files.createSymbolicLink(bin.resolve(tool), onThisMachine(tool));
        }
        var project = Files.createDirectories(temp.resolve("project"));
        Files.copy(Path.of("oneping"), project.resolve("oneping"));
        assertTrue(project.resolve("oneping").toFile().setExecutable(true));
        Files.createDirectories(project.resolve("target/quarkus-app"));
        Files.createFile(project.resolve("target/quarkus-app/quarkus-run.jar"));
        environment.put("PATH", bin.toString());
        environment.put("ONEPING_JDK_FOLDERS", temp.resolve("jdks").toString());
    }

    @Test
    void shouldListItsCommandsWhenAskedForHelp() throws Exception {
        var run = launch("help");

        assertEquals(0, run.exitCode());
        for (var command : List.of("run", "demo", "bench", "test", "help")) {
            assertTrue(run.output().contains("./oneping " + command), run.output());
        }
        assertEquals(run, launch());
    }

    @Test
    void shouldNameUnknownCommandAndShowHelp() throws Exception {
        var run = launch("fly");

        assertEquals(2, run.exitCode());
        assertTrue(run.output().startsWith("oneping: unknown command 'fly'."), run.output());
    }

    @Test
    void shouldSayInOneSentenceWhatToInstallWhenThereIsNoJdk() throws Exception {
        installJdk("jdks/jdk-17", "17.0.15");

        var run = launch("run");

        assertEquals(1, run.exitCode());
        assertEquals(
                "oneping: No JDK 21 or newer was found: install one (25 is best) and start again, or set JAVA_HOME.\n",
                run.output());
    }

    @Test
    void shouldTakeJavaHomeWhenItIsNewEnough() throws Exception {
        installJdk("jdks/jdk-25", "25.0.3");
        environment.put("JAVA_HOME", installJdk("mine", "21.0.8").toString());

        assertCalled("mine", launch("run"));
    }

    @Test
    void shouldTakeNewestJdkWhenJavaHomeIsTooOld() throws Exception {
        environment.put("JAVA_HOME", installJdk("old", "1.8.0_402").toString());
        installJdk("jdks/jdk-21", "21.0.8");
        installJdk("jdks/a jdk 25.jdk/Contents/Home", "25");
        installJdk("jdks/jdk-9", "9.0.4");

        assertCalled("jdks/a jdk 25.jdk/Contents/Home", launch("run"));
    }

    @Test
    void shouldPreferJavaOnPathAmongEquals() throws Exception {
        var onPath = installJdk("path-jdk", "25.0.1");
        Files.createSymbolicLink(temp.resolve("bin/java"), onPath.resolve("bin/java"));
        installJdk("jdks/jdk-25", "25.0.3");

        assertCalled("path-jdk", launch("run"));
    }

    @Test
    void shouldPassOverJavaWithoutCompiler() throws Exception {
        Files.delete(installJdk("jdks/jre-25", "25.0.3").resolve("bin/javac"));
        installJdk("jdks/jdk-21", "21.0.8");

        assertCalled("jdks/jdk-21", launch("run"));
    }

    @Test
    void shouldPassOnlyOptionsThatTheJdkKnows() throws Exception {
        installJdk("jdks/jdk-21", "21.0.8");
        var old = launch("run").output();
        installJdk("jdks/jdk-25", "25.0.3");
        var current = launch("run").output();

        assertTrue(!old.contains("UseCompactObjectHeaders") && !old.contains("sun-misc-unsafe"), old);
        assertTrue(old.contains("--enable-native-access=ALL-UNNAMED"), old);
        assertTrue(
                current.contains("-XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED"
                        + " --sun-misc-unsafe-memory-access=allow -Dquarkus.profile=local"),
                current);
    }

    @Test
    void shouldTakePortFromOptionOrVariable() throws Exception {
        installJdk("jdks/jdk-25", "25.0.3");

        assertTrue(launch("run").output().contains("-Dquarkus.http.port=8080 "));
        assertTrue(launch("run", "--port", "9001").output().contains("-Dquarkus.http.port=9001 "));
        assertTrue(launch("run", "--port=9002").output().contains("-Dquarkus.http.port=9002 "));
        environment.put("QUARKUS_HTTP_PORT", "9004");
        assertTrue(launch("run").output().contains("-Dquarkus.http.port=9004 "));
        environment.put("PORT", "9003");
        assertTrue(launch("run").output().contains("-Dquarkus.http.port=9003 "));
        assertTrue(launch("run", "--port", "9001").output().contains("-Dquarkus.http.port=9001 "));
    }

    @Test
    void shouldPassPortToDemoAndConnect() throws Exception {
        installJdk("jdks/jdk-25", "25.0.3");
        environment.put("ONEPING_KEY", "a-key");

        var demo = launch("demo", "--port", "9001");
        var connect = launch("connect", "ann", "--port=9002", "it's a laptop");

        assertTrue(demo.output().contains("dev.oneping.demo.Demo url=http://127.0.0.1:9001"), demo.output());
        assertTrue(
                connect.output().contains("dev.oneping.demo.Connect ann it's a laptop url=http://localhost:9002"),
                connect.output());
    }

    @Test
    void shouldRefusePortOutOfRangeInOneSentence() throws Exception {
        installJdk("jdks/jdk-25", "25.0.3");

        for (var port : List.of("99999", "0", "65536")) {
            assertEquals(
                    new Run(1, "oneping: '" + port + "' is not a port; ports are 1 to 65535.\n"),
                    launch("run", "--port", port));
        }
    }

    @Test
    void shouldRunInTheFolderOfTheCaller() throws Exception {
        installJdk("jdks/jdk-25", "25.0.3");

        var rules = launch("rules", "check", "mine.yaml");
        environment.put("ONEPING_NOTIFY_RULES", "mine.yaml");
        var run = launch("run");

        assertTrue(rules.output().contains("rules.cli.RulesCommand check mine.yaml"), rules.output());
        assertTrue(rules.output().contains("in=" + temp.resolve("elsewhere")), rules.output());
        assertTrue(run.output().contains("in=" + temp.resolve("elsewhere")), run.output());
        assertTrue(
                run.output().contains("-jar " + temp.resolve("project/target/quarkus-app/quarkus-run.jar")),
                run.output());
        assertTrue(run.output().contains("data=" + temp.resolve("project/data")), run.output());
    }

    @Test
    void shouldTakeKeyFromDataOfTheServiceOnThisMachine() throws Exception {
        installJdk("jdks/jdk-25", "25.0.3");
        Files.createDirectories(temp.resolve("project/data"));
        Files.writeString(temp.resolve("project/data/dev-key"), "the-key-of-data");

        assertTrue(launch("connect", "ann", "laptop").output().contains("key=the-key-of-data"));
        environment.put("ONEPING_KEY", "another");
        assertTrue(launch("connect", "ann", "laptop").output().contains("key=another"));
    }

    @Test
    void shouldKeepProfileOfTheCaller() throws Exception {
        installJdk("jdks/jdk-25", "25.0.3");
        environment.put("QUARKUS_PROFILE", "prod");

        assertTrue(launch("run").output().contains("-Dquarkus.profile=prod "));
    }

    @Test
    void shouldRefusePortThatIsNoNumber() throws Exception {
        var run = launch("run", "--port", "http");

        assertEquals(1, run.exitCode());
        assertEquals("oneping: 'http' is not a port; give a number such as 8080.\n", run.output());
    }

    private void assertCalled(String jdk, Run run) {
        assertEquals(0, run.exitCode(), run.output());
        assertTrue(run.output().startsWith("called " + temp.resolve(jdk) + " "), run.output());
    }

    /** A JDK as the launcher sees one: it tells its version and home, refuses options it is too old for, and runs things. */
    private Path installJdk(String where, String version) throws IOException {
        var home = temp.resolve(where);
        Files.createDirectories(home.resolve("bin"));
        var feature = version.startsWith("1.") ? version.substring(2) : version;
        script(home.resolve("bin/java"), """
                #!/bin/sh
                version=%s
                for option; do
                  case $option in
                    -XX:+UseCompactObjectHeaders) [ "$version" -ge 25 ] || exit 1 ;;
                    --sun-misc-unsafe-memory-access=allow) [ "$version" -ge 23 ] || exit 1 ;;
                  esac
                done
                case $* in
                  *-XshowSettings*) echo '    java.home = %s' >&2 ;;
                  *-version) echo 'openjdk version "%s" 2026-01-01' >&2 ;;
                  *) echo "called %s $* url=${ONEPING_URL:-} key=${ONEPING_KEY:-} data=${ONEPING_DATA:-} in=$PWD" ;;
                esac
                """.formatted(feature.replaceFirst("\\..*", ""), home, version, home));
        script(home.resolve("bin/javac"), "#!/bin/sh\n");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private Run launch(String... words) throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of(temp.resolve("project/oneping").toString()), Stream.of(words))
                .toList();
        var builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(temp.resolve("elsewhere")).toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return finish(builder.start());
    }

    private static Run finish(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still running, after it said: " + output);
        return new Run(process.exitValue(), output);
    }

    private static Path onThisMachine(String tool) throws IOException, InterruptedException {
        var run = finish(new ProcessBuilder("sh", "-c", "command -v " + tool).start());
        return Path.of(run.output().strip());
    }
}
