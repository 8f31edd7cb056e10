package dev.oneping.ops;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.redis.time.Time;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Prints the first steps for a developer: the address, an API key, and three commands to copy. Never in production,
 * where no key may be generated.
 */
@Singleton
class StartupBanner {

    private static final int LAST = 10_000;

    private final ApiKeys keys;
    private final Optional<String> configured;
    private final Path data;
    private final int port;

    StartupBanner(
            ApiKeys keys,
            @ConfigProperty(name = "oneping.dev-key") Optional<String> configured,
            @ConfigProperty(name = "oneping.data", defaultValue = "data") Path data,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        this.keys = keys;
        this.configured = configured;
        this.data = data;
        this.port = port;
    }

    void print(@Observes @Priority(LAST) StartupEvent ignored) throws IOException {
        if (isSilent()) {
            return;
        }
        String key = DevelopmentKey.of(configured, data);
        keys.ensureDevelopmentKey(key);
        System.out.println(text("http://localhost:" + port, key));
    }

    /** Registers the key again after Redis was emptied: the developer has it already. */
    void ensureAgain(@ObservesAsync RedisEmptied ignored) throws IOException {
        if (!isSilent()) {
            keys.ensureDevelopmentKey(DevelopmentKey.of(configured, data));
        }
    }

    private static boolean isSilent() {
        return LaunchMode.current() == LaunchMode.TEST || Time.isVirtual() || ConfigUtils.isProfileActive("prod");
    }

    static String text(String url, String key) {
        return """

                oneping serves at %1$s        stop it with Ctrl-C
                API key of this machine: %2$s
                The console: %1$s/console/#key=%2$s
                A device in your browser: %1$s/example/#key=%2$s

                1. Connect a laptop of Ann and keep it connected; pings are printed, type 'acted' to answer the newest:
                   ONEPING_URL=%1$s ./oneping connect ann laptop
                2. Notify Ann (in another terminal):
                   curl -s %1$s/v1/notify -H 'Authorization: Bearer %2$s' -H 'Content-Type: application/json' -d '{"to":{"user":"ann"},"title":"Hello Ann"}'
                3. Read what happened:
                   curl -s '%1$s/v1/events?limit=10' -H 'Authorization: Bearer %2$s'

                The full scenario with simulated devices: ./oneping demo
                """.formatted(url, key);
    }
}
