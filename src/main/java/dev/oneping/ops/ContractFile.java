package dev.oneping.ops;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Serves the contracts at {@code /openapi.yaml}, {@code /openapi.json} and {@code /asyncapi.yaml} as they were written,
 * without authentication. {@code /openapi} is either format of the first, by {@code Accept} or {@code ?format=json}.
 */
@Singleton
class ContractFile {

    /** Before the framework's routes. */
    private static final int FIRST = -1;

    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";

    void route(@Observes Router router) throws IOException {
        byte[] openapi = read("/openapi/openapi.yaml");
        Buffer yaml = Buffer.buffer(openapi);
        Buffer json = Buffer.buffer(new JsonMapper().writeValueAsBytes(new YAMLMapper().readTree(openapi)));
        serve(router, "/openapi.yaml", YAML, yaml);
        serve(router, "/openapi.json", JSON, json);
        serve(router, "/asyncapi.yaml", YAML, Buffer.buffer(read("/openapi/asyncapi.yaml")));
        router.get("/openapi").order(FIRST).handler(request -> {
            boolean wantsJson = wantsJson(request.request());
            end(request, wantsJson ? JSON : YAML, wantsJson ? json : yaml);
        });
    }

    private static boolean wantsJson(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return "json".equalsIgnoreCase(request.getParam("format")) || (accept != null && accept.startsWith(JSON));
    }

    private static void serve(Router router, String path, String type, Buffer contract) {
        router.get(path).order(FIRST).handler(request -> end(request, type, contract));
    }

    private static void end(RoutingContext request, String type, Buffer contract) {
        request.response().putHeader("Content-Type", type).end(contract);
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream file = ContractFile.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(file, resource).readAllBytes();
        }
    }
}
