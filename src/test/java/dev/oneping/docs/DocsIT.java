package dev.oneping.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.crash.ServiceProcess;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of the pages works, in the order of a reader, against one fresh packaged service. Fences: {@code sh} must
 * succeed, {@code sh terminal} runs beside what follows, {@code sh refused} must be answered with 4xx, {@code console} is
 * not run.
 */
class DocsIT {

    private static final Path README = Path.of("README.md");
    private static final Pattern LINK = Pattern.compile("\\]\\((docs/[\\w-]+\\.md)\\)");

    @TempDir
    private static Path folder;

    private static EmbeddedRedis redis;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        redis = EmbeddedRedis.start(Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
        service = ServiceProcess.start(redis.uri(), ServiceProcess.freePort(), data);
        Files.writeString(data.resolve("dev-key"), ServiceProcess.KEY);
        Files.createSymbolicLink(folder.resolve("rules"), Path.of("rules").toAbsolutePath());
        Files.createSymbolicLink(folder.resolve("oneping"), Path.of("oneping").toAbsolutePath());
    }

    @AfterAll
    static void end() throws InterruptedException {
        service.close();
        redis.close();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void shouldRunEveryCommandOfPage(Path page) throws Exception {
        PageScript script = PageScript.of(Files.readString(page), service.url());
        Path file = Files.writeString(folder.resolve("page.sh"), script.text());
        Path output = folder.resolve(page.getFileName() + ".out");
        ProcessBuilder bash = new ProcessBuilder("bash", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment().put("ONEPING_URL", service.url().toString());
        bash.environment().put("ONEPING_DATA", folder.resolve("data").toString());
        bash.environment().put("ONEPING_BUILD", "false");
        bash.environment().put("JAVA_HOME", System.getProperty("java.home"));

        int code = bash.start().waitFor();

        assertEquals(0, code, () -> page + ":\n" + read(output));
    }

    @Test
    void shouldHaveCommandsInThePages() throws IOException {
        long blocks = pages().map(DocsIT::read)
                .mapToLong(text -> PageScript.of(text, service.url()).blocks())
                .sum();

        assertTrue(blocks >= 20, "only " + blocks + " blocks were found");
    }

    /** README, the pages that it links to in its order, and the others. */
    static Stream<Path> pages() throws IOException {
        Set<Path> pages = new LinkedHashSet<>(List.of(README));
        LINK.matcher(Files.readString(README)).results().forEach(link -> pages.add(Path.of(link.group(1))));
        try (Stream<Path> others = Files.list(Path.of("docs"))) {
            others.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages.stream().filter(page -> read(page).contains("```sh"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
