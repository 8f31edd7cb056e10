package dev.oneping.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How events are taken in and pursued. */
@ConfigMapping(prefix = "oneping.notify")
public interface NotifyConfig {

    /** The rule file; without one the default set that is built in. A bad file stops the start. */
    Optional<String> rules();

    /** How long a notification lives if its sender does not say. */
    @WithDefault("24h")
    Duration expiresIn();

    /** The longest life that a sender may ask for: four weeks, as push services keep messages. */
    @WithDefault("28d")
    Duration maxExpiresIn();

    /**
     * How long a device that was lost or locked during an attempt is waited for. Shorter moves on sooner; longer spares a
     * second ping when a tab is only being reloaded.
     */
    @WithDefault("5s")
    Duration lostTargetGrace();

    /** When a notification is looked after by a timer if the request that brought it in was cut short. */
    @WithDefault("5s")
    Duration rescueAfter();

    /** How long an {@code Idempotency-Key} is known. */
    @WithDefault("24h")
    Duration idempotencyKept();

    /**
     * The pause between two notifications that had waited for their person, who is back. Shorter catches up sooner; longer
     * lets each be seen.
     */
    @WithDefault("300ms")
    Duration catchUpPace();
}
