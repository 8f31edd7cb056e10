package dev.oneping.presence;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a person wishes.
 *
 * @param zone       the zone of the person's wall clock; null to go by what the devices say
 * @param quietHours when not to be disturbed; null for never
 */
public record Preferences(@Nullable ZoneId zone, @Nullable QuietHours quietHours) {

    /** No wishes. */
    public static final Preferences NONE = new Preferences(null, null);
}
