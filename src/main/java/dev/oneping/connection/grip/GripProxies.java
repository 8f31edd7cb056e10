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

/** The proxies that are known. A fault in their configuration ends the start. */
@Singleton
@Startup
public class GripProxies {

    /** What a proxy signs each request with. */
    static final String SIGNATURE = "Grip-Sig";

    private final Map<String, GripProxy> proxies = new TreeMap<>();
    private final GripMetrics metrics;
    private final Clock clock;

    GripProxies(GripConfig config, GripMetrics metrics, Clock clock) {
        config.proxies().forEach((name, proxy) -> proxies.put(name, GripProxy.of(name, proxy)));
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Every one of them. */
    Collection<GripProxy> all() {
        return proxies.values();
    }

    /** The proxy of that name. */
    Optional<GripProxy> named(String name) {
        return Optional.ofNullable(proxies.get(name));
    }

    /** The proxy that signed a request. One whose signature is not good is served as if it had none: nobody is trusted. */
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
