package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.presence.report.ActivityReport;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a device said the person does with it, each with the time of its own. A null was never said, or too long ago.
 *
 * @param typing       whether a text is being written
 * @param inCall       whether a call is going on
 * @param presenting   whether others can see the screen
 * @param doNotDisturb whether the device's own do-not-disturb mode is on
 */
public record Activity(
        @JsonProperty("t") @Nullable Observed<Boolean> typing,
        @JsonProperty("c") @Nullable Observed<Boolean> inCall,
        @JsonProperty("p") @Nullable Observed<Boolean> presenting,
        @JsonProperty("d") @Nullable Observed<Boolean> doNotDisturb) {

    /** Nothing was said. */
    public static final Activity NONE = new Activity(null, null, null, null);

    /** Whether that was said to be so, and recently enough. */
    public static boolean isSo(@Nullable Observed<Boolean> said) {
        return said != null && said.value();
    }

    /** These and what a report adds. */
    public Activity with(@Nullable ActivityReport said, Instant now) {
        return said == null
                ? this
                : new Activity(
                        Observed.next(typing, said.typing(), now),
                        Observed.next(inCall, said.inCall(), now),
                        Observed.next(presenting, said.presenting(), now),
                        Observed.next(doNotDisturb, said.doNotDisturb(), now));
    }

    /** The later word of each, for another session of the same device may know better. */
    public Activity or(Activity other) {
        return new Activity(
                Observed.later(typing, other.typing),
                Observed.later(inCall, other.inCall),
                Observed.later(presenting, other.presenting),
                Observed.later(doNotDisturb, other.doNotDisturb));
    }

    /**
     * Only what was said lately.
     *
     * @param writing      how old the word on typing may be
     * @param busy         how old the word on a call or a presentation may be
     * @param undisturbed  how old the word on do-not-disturb may be
     */
    public Activity fresh(Instant now, Duration writing, Duration busy, Duration undisturbed) {
        return new Activity(
                Observed.fresh(typing, now, writing),
                Observed.fresh(inCall, now, busy),
                Observed.fresh(presenting, now, busy),
                Observed.fresh(doNotDisturb, now, undisturbed));
    }
}
