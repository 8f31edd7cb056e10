package dev.oneping.ops;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Warnings at the start about a configuration that exposes the service: each {@code dangerous-} switch that is on, and a
 * profile for development on an interface that other machines reach. Says nothing about development on loopback.
 */
@Singleton
class ExposureWarnings {

    private static final Logger LOG = Logger.getLogger(ExposureWarnings.class);
    private static final int EARLY = 200;
    private static final String SWITCH = ".dangerous-";

    private final Config config;

    ExposureWarnings(Config config) {
        this.config = config;
    }

    void warn(@Observes @Priority(EARLY) StartupEvent ignored) {
        boolean development = ConfigUtils.getProfiles().stream().anyMatch(List.of("local", "dev", "test")::contains);
        of(config, development).forEach(LOG::warn);
    }

    static List<String> of(Config config, boolean development) {
        String host = config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0");
        boolean loopback = isLoopback(host);
        List<String> warnings = new ArrayList<>();
        if (development && !loopback) {
            warnings.add("EXPOSED: this profile is for development on one machine, but the service listens on " + host
                    + ": other machines can use it with the key in data/dev-key, which is stored readable, and webhooks can"
                    + " call this machine. Use profile prod, or quarkus.http.host=127.0.0.1.");
        }
        if (!development || !loopback) {
            StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                    .filter(name -> name.startsWith("oneping.") && name.contains(SWITCH))
                    .filter(name -> config.getOptionalValue(name, Boolean.class).orElse(false))
                    .sorted()
                    .forEach(name ->
                            warnings.add(name + " is on: it removes a protection; docs/configuration.md says which."));
        }
        return List.copyOf(warnings);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
