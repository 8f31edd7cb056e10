package dev.oneping.ops.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;

/** Configuration of the management port, on which health checks and metrics are served. */
@ConfigMapping(prefix = "oneping.management")
public interface ManagementConfig {

    /**
     * The port of {@code /q/*}, of {@code /openapi.yaml} and of {@code /asyncapi.yaml}; the public port then answers 404 to
     * them. If omitted, the public port serves them. In profile {@code prod} it is 9000.
     */
    Optional<@Min(1) @Max(65535) Integer> port();

    /** The interface of the management port. */
    @WithDefault("0.0.0.0")
    String host();

    /**
     * Whether the public port serves the contracts {@code /openapi.yaml} and {@code /asyncapi.yaml} too, which need no
     * credential.
     */
    @WithDefault("false")
    boolean publicContracts();
}
