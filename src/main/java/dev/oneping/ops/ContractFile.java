package dev.oneping.ops;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Serves the contract at {@code /openapi.yaml}, byte for byte as it was written, to anybody. */
@Singleton
class ContractFile {

    private static final String RESOURCE = "/openapi/openapi.yaml";

    /** Before the framework, which would serve under the same name what it reads out of the code. */
    private static final int FIRST = -1;

    void route(@Observes Router router) throws IOException {
        Buffer contract = Buffer.buffer(read());
        router.get("/openapi.yaml")
                .order(FIRST)
                .handler(request -> request.response()
                        .putHeader("Content-Type", "application/yaml")
                        .end(contract));
    }

    private static byte[] read() throws IOException {
        try (InputStream file = ContractFile.class.getResourceAsStream(RESOURCE)) {
            return Objects.requireNonNull(file, RESOURCE).readAllBytes();
        }
    }
}
