package dev.oneping.ops;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Serves the contracts at {@code /openapi.yaml} and {@code /asyncapi.yaml} as they were written, without
 * authentication.
 */
@Singleton
class ContractFile {

    /** Before the framework's route, which would serve a generated contract under the same path. */
    private static final int FIRST = -1;

    void route(@Observes Router router) throws IOException {
        serve(router, "openapi.yaml");
        serve(router, "asyncapi.yaml");
    }

    private static void serve(Router router, String file) throws IOException {
        Buffer contract = Buffer.buffer(read("/openapi/" + file));
        router.get("/" + file)
                .order(FIRST)
                .handler(request -> request.response()
                        .putHeader("Content-Type", "application/yaml")
                        .end(contract));
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream file = ContractFile.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(file, resource).readAllBytes();
        }
    }
}
