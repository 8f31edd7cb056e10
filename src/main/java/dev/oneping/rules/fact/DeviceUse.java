package dev.oneping.rules.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts about the use of a device. Null means unknown.
 *
 * @param lastUsedAt    the last input on it or use of the app on it, kept also while it is offline; to the minute
 * @param shared        whether more than one user uses it, so that a touch is not evidence of this user
 * @param view          the best view that its sessions give on the app
 * @param systemInputAt the last input anywhere on the machine, also outside the app
 * @param freeSince     the end of the last call or presentation on it
 * @param sessionFailedAt the last attempt of this notification that its sessions did not take
 * @param pushFailedAt  the last attempt of this notification that its push service did not take
 */
public record DeviceUse(
        @Nullable Instant lastUsedAt,
        @Nullable Boolean shared,
        @Nullable DeviceView view,
        @Nullable Instant systemInputAt,
        @Nullable Instant freeSince,
        @Nullable Instant sessionFailedAt,
        @Nullable Instant pushFailedAt) {

    /** Everything is unknown. */
    public static final DeviceUse UNKNOWN = new DeviceUse(null, null, null, null, null, null, null);
}
