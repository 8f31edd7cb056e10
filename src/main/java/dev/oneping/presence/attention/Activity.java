package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.presence.report.ActivityReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The user's activity as reported by a device, each part with its own time. A null was never reported, or too long
 * ago.
 *
 * @param typing       whether the user is writing
 * @param inCall       whether a call is in progress
 * @param presenting   whether others can see the screen
 * @param doNotDisturb whether the device's own do-not-disturb mode is on
 */
public record Activity(
        @JsonProperty("t") @Nullable Observed<Boolean> typing,
        @JsonProperty("c") @Nullable Observed<Boolean> inCall,
        @JsonProperty("p") @Nullable Observed<Boolean> presenting,
        @JsonProperty("d") @Nullable Observed<Boolean> doNotDisturb) {

    /** Nothing reported. */
    public static final Activity NONE = new Activity(null, null, null, null);

    /** Returns whether it was reported to be true, recently enough. */
    public static boolean isSo(@Nullable Observed<Boolean> reported) {
        return reported != null && reported.value();
    }

    /** Returns this activity updated by a report. */
    public Activity with(@Nullable ActivityReport reported, Instant now) {
        return reported == null
                ? this
                : new Activity(
                        Observed.next(typing, reported.typing(), now),
                        Observed.next(inCall, reported.inCall(), now),
                        Observed.next(presenting, reported.presenting(), now),
                        Observed.next(doNotDisturb, reported.doNotDisturb(), now));
    }

    /** Returns the later report of each part, since another session of the same device may be more up to date. */
    public Activity or(Activity other) {
        return new Activity(
                Observed.later(typing, other.typing),
                Observed.later(inCall, other.inCall),
                Observed.later(presenting, other.presenting),
                Observed.later(doNotDisturb, other.doNotDisturb));
    }

    /**
     * Returns only what was reported recently.
     *
     * @param maxTypingAge      the maximum age of typing
     * @param maxBusyAge         the maximum age of a call or a presentation
     * @param maxDndAge  the maximum age of do-not-disturb
     */
    public Activity fresh(Instant now, Duration maxTypingAge, Duration maxBusyAge, Duration maxDndAge) {
        return new Activity(
                Observed.fresh(typing, now, maxTypingAge),
                Observed.fresh(inCall, now, maxBusyAge),
                Observed.fresh(presenting, now, maxBusyAge),
                Observed.fresh(doNotDisturb, now, maxDndAge));
    }
}
