package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.crash.ServiceProcess;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.Npm;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others' generators make from the contract compile, and notify by the packaged service. */
class GeneratedClientsIT {

    /** A program against the generated client: notifies, reads the notification, and returns its title. */
    private static final String JAVA = """
            package client;

            import client.api.NotificationsApi;
            import client.model.NotifyRequest;
            import client.model.To;

            public class Program implements java.util.function.BinaryOperator<String> {
                public String apply(String url, String key) {
                    try {
                        ApiClient client = new ApiClient();
                        client.updateBaseUri(url);
                        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + key));
                        NotificationsApi api = new NotificationsApi(client);
                        NotifyRequest order = new NotifyRequest().to(new To().user("ann")).title("Order 8731");
                        String id = api.notify(order, null, null, null, null, null, null, null, null, null).getId();
                        return api.readNotification(id, null).getTitle();
                    } catch (ApiException e) {
                        throw new IllegalStateException(e.getCode() + " " + e.getResponseBody(), e);
                    }
                }
            }
            """;

    @TempDir
    static Path folder;

    private static EmbeddedRedis redis;
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws IOException {
        redis = EmbeddedRedis.start(Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
        service = ServiceProcess.start(redis.uri(), ServiceProcess.freePort(), folder);
    }

    @AfterAll
    static void stop() throws Exception {
        try (EmbeddedRedis ignored = redis) {
            service.close();
        }
    }

    @Test
    void shouldNotifyByTheGeneratedJavaClient() throws Exception {
        Path client = OpenApiGenerator.generate(
                "java",
                folder,
                "library=native",
                "openApiNullable=false",
                "useJakartaEe=true",
                "invokerPackage=client",
                "apiPackage=client.api",
                "modelPackage=client.model");
        Path sources = client.resolve("src/main/java");
        Files.writeString(sources.resolve("client/Program.java"), JAVA);
        Path classes = Files.createDirectory(client.resolve("classes"));

        compile(sources, classes);

        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            @SuppressWarnings("unchecked")
            BinaryOperator<String> program = (BinaryOperator<String>)
                    loader.loadClass("client.Program").getConstructor().newInstance();
            assertEquals("Order 8731", program.apply(service.url().toString(), ServiceProcess.KEY));
        }
    }

    @Test
    void shouldNotifyByTheGeneratedTypeScriptClientAndTypeARequest() throws Exception {
        Path client = OpenApiGenerator.generate("typescript-fetch", folder, "supportsES6=true");
        String input = new ObjectMapper()
                .writeValueAsString(Map.of(
                        "generated", client.toString(),
                        "contract",
                                Path.of("openapi/openapi.yaml").toAbsolutePath().toString(),
                        "url", service.url().toString(),
                        "key", ServiceProcess.KEY));

        JsonNode result = Npm.node("require('./generated-clients.js')", input);

        assertEquals("[]", result.path("errors").toString());
        assertEquals("Order 8731", result.at("/answer/title").asText());
        assertEquals("[]", result.path("types").toString(), "by openapi-typescript");
    }

    private static void compile(Path sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(sources);
                StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            boolean compiled = compiler.getTask(
                            errors,
                            manager,
                            null,
                            List.of("-proc:none", "-nowarn", "-d", classes.toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertTrue(compiled, errors::toString);
        }
    }
}
