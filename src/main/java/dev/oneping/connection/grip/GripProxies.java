package dev.oneping.connection.grip;

import io.quarkus.runtime.Startup;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured proxies. Invalid configuration stops the startup. */
@Singleton
@Startup
public class GripProxies {

    /** The header with the proxy's signature of a request. */
    static final String SIGNATURE = "Grip-Sig";

    private final Map<String, GripProxy> proxies = new TreeMap<>();
    private final GripMetrics metrics;
    private final Clock clock;

    GripProxies(GripConfig config, GripMetrics metrics, Clock clock) {
        config.proxies().forEach((name, proxy) -> proxies.put(name, GripProxy.of(name, proxy)));
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Returns all proxies. */
    Collection<GripProxy> all() {
        return proxies.values();
    }

    /** Returns the proxy with this name. */
    Optional<GripProxy> named(String name) {
        return Optional.ofNullable(proxies.get(name));
    }

    /** Returns the proxy that signed a request. A request with an invalid signature is treated as one without. */
    public Optional<GripProxy> of(HttpServerRequest request) {
        String signature = request.getHeader(SIGNATURE);
        if (signature == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<GripProxy> signer = proxies.values().stream()
                .filter(proxy -> proxy.signed(signature, now))
                .findFirst();
        metrics.signature(signer.isPresent());
        return signer;
    }
}
