package dev.oneping.ops;

import dev.oneping.auth.ApiKeys;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The key by which an operator begins in production, where none is made by itself: what {@code ONEPING_ADMIN_KEY} says is a
 * good key with the scope {@code admin} from the start on. Another value at a later start ends the one before.
 */
@Singleton
class BootstrapAdminKey {

    private final ApiKeys keys;
    private final Optional<String> wished;

    BootstrapAdminKey(ApiKeys keys, @ConfigProperty(name = "oneping.admin-key") Optional<String> wished) {
        this.keys = keys;
        this.wished = wished;
    }

    void ensure(@Observes StartupEvent ignored) {
        wished.ifPresent(keys::ensureAdminKey);
    }
}
