package dev.oneping.connection.grip;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configured proxy.
 *
 * @param name     its configured name
 * @param key      verifies its signature
 * @param issuer   the required issuer of signatures; null if any holder of the key may sign
 * @param controls the publish URLs, one for each instance
 * @param token    the bearer token for publishing; null if none is needed
 * @param purge    the purge URL of its cache, with a placeholder for the key; null if there is no cache
 * @param purgeMethod the purge method
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

    /** Reads a configured proxy; invalid configuration stops the startup with one sentence that names it. */
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

    /** Returns whether a signature is valid for this proxy. */
    boolean signed(String signature, Instant now) {
        return key.verifies(signature, issuer, now);
    }

    /** Returns the credential headers for publishing and purging; Fastly uses a different header for each. */
    Map<String, String> credentials() {
        return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token, "Fastly-Key", token);
    }

    @Override
    public String toString() {
        return name;
    }
}
