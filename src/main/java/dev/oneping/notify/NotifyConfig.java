package dev.oneping.notify;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Limits and defaults for accepting and delivering events. */
@ConfigMapping(prefix = "oneping.notify")
public interface NotifyConfig {

    /** The rule file; without one, the built-in default set. An invalid file stops the start. */
    Optional<String> rules();

    /** The time to live of a notification whose sender sets none. */
    @WithDefault("24h")
    Duration expiresIn();

    /** The longest time to live that a sender may ask for: four weeks, as push services keep messages. */
    @WithDefault("28d")
    Duration maxExpiresIn();

    /**
     * The time to wait for a device that was lost or locked during an attempt. Shorter moves on sooner; longer spares a
     * second ping when a tab is only being reloaded.
     */
    @WithDefault("5s")
    Duration lostTargetGrace();

    /** The delay of the timer that takes over a notification if the request that created it was cut short. */
    @WithDefault("5s")
    Duration rescueAfter();

    /**
     * The number of submissions under way on a node beyond which further ones are refused: {@code low} from half of it,
     * {@code normal} from three quarters, {@code high} from nine tenths. More wait longer when Redis is slow.
     */
    @WithDefault("4096")
    @Min(16)
    int inFlight();

    /** The time for which an {@code Idempotency-Key} is remembered. */
    @WithDefault("24h")
    Duration idempotencyKept();

    /**
     * The pause between two held notifications that are shown to a user who is back. Shorter catches up sooner; longer
     * lets each be seen.
     */
    @WithDefault("300ms")
    Duration catchUpPace();

    /**
     * The confidence from which a notification on a device in use is presumed seen, so that it does not sound again below
     * {@code high}. Lower rings less often for what was seen; higher misses less often what was not. 1 turns it off.
     */
    @WithDefault("0.8")
    @DecimalMin("0.5")
    @DecimalMax("1")
    double presumedSeenFrom();

    /**
     * The least time between the sounds of two notifications of one user, for priorities below {@code high}; within it the
     * second one is shown without sound. Shorter rings more often; longer lets more of them wait for the user's own look.
     * Zero turns it off.
     */
    @WithDefault("30s")
    Duration ringDistance();
}
