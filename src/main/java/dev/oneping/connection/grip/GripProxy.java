package dev.oneping.connection.grip;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that is known.
 *
 * @param name     as it is configured
 * @param key      what its signature is verified with
 * @param issuer   who must have signed; null if anybody who knows the key may
 * @param controls where it takes what is to be published, one address for each instance
 * @param token    what it wants to see of who publishes; null if nothing
 * @param purge    where its cache is told of a change, with a place for the key; null if there is no cache
 * @param purgeMethod the method of telling
 */
public record GripProxy(
        String name,
        SignatureKey key,
        @Nullable String issuer,
        List<URI> controls,
        @Nullable String token,
        @Nullable String purge,
        String purgeMethod) {

    /** Copies the list. */
    public GripProxy {
        controls = List.copyOf(controls);
    }

    /** Reads a configured proxy; a fault ends the start with one sentence that names it. */
    static GripProxy of(String name, GripConfig.Proxy config) {
        String prefix = "oneping.grip.proxies." + name;
        SignatureKey key;
        try {
            key = SignatureKey.of(config.key());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(prefix + ".key: " + e.getMessage(), e);
        }
        for (URI control : config.controlUris()) {
            if (!"http".equals(control.getScheme()) && !"https".equals(control.getScheme())) {
                throw new IllegalStateException(
                        prefix + ".control-uris: '" + control + "' must begin with http:// or https://");
            }
        }
        return new GripProxy(
                name,
                key,
                config.issuer().orElse(null),
                config.controlUris(),
                config.token().orElse(null),
                config.purgeUri().orElse(null),
                config.purgeMethod());
    }

    /** Whether a signature is this proxy's. */
    boolean signed(String signature, Instant now) {
        return key.verifies(signature, issuer, now);
    }

    /** What is said to whoever takes what is published; Fastly wants it in one header to publish, and in another to purge. */
    Map<String, String> credentials() {
        return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token, "Fastly-Key", token);
    }

    @Override
    public String toString() {
        return name;
    }
}
