package dev.oneping.ops;

import dev.oneping.auth.key.ApiKeys;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Registers the bootstrap admin key for production, where no key is generated: the value of {@code ONEPING_ADMIN_KEY}
 * is valid, with the scope {@code admin}, from the start on. Another value at a later start revokes the previous one.
 */
@Singleton
class BootstrapAdminKey {

    private final ApiKeys keys;
    private final Optional<String> configured;

    BootstrapAdminKey(ApiKeys keys, @ConfigProperty(name = "oneping.admin-key") Optional<String> configured) {
        this.keys = keys;
        this.configured = configured;
    }

    void ensure(@Observes StartupEvent ignored) {
        configured.ifPresent(keys::ensureAdminKey);
    }

    void ensureAgain(@ObservesAsync RedisEmptied ignored) {
        configured.ifPresent(keys::ensureAdminKey);
    }
}
