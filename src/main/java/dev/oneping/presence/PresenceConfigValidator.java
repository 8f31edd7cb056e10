package dev.oneping.presence;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Rejects contradictory presence settings at startup. */
@Singleton
class PresenceConfigValidator {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

    private final PresenceConfig config;

    PresenceConfigValidator(PresenceConfig config) {
        this.config = config;
    }

    void atStart(@Observes StartupEvent ignored) {
        check(config);
    }

    /** @throws IllegalStateException naming the settings that contradict each other */
    static void check(PresenceConfig config) {
        Duration shortest = config.heartbeat().multipliedBy(2).plus(config.pongLimit());
        PresenceConfig.Decay decay = config.decay();
        require(
                config.lease().compareTo(shortest) >= 0,
                "lease (" + config.lease() + ") must be at least twice heartbeat plus pong-limit (" + shortest
                        + "), or one lost ping takes a device offline");
        require(
                decay.active().compareTo(decay.silence()) < 0 && decay.active().compareTo(decay.passive()) < 0,
                "decay.active (" + decay.active() + ") must be shorter than decay.silence (" + decay.silence()
                        + ") and decay.passive (" + decay.passive() + ")");
        require(
                decay.silence().compareTo(LONGEST_SILENCE) <= 0,
                "decay.silence (" + decay.silence() + ") must be at most " + LONGEST_SILENCE
                        + ", or a crashed client counts as a present user");
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalStateException("oneping.presence." + rule);
        }
    }
}
