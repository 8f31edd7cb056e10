package dev.oneping.rules;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules may know of a person.
 *
 * @param zone       where the person's wall clock is; null when nobody told us, which makes every local time unknown
 * @param quietHours when the person does not want to be disturbed; null when there are none
 * @param channels   the channels on which the person has an address, for example {@code push}
 * @param wishes     what else the person wishes
 */
public record UserFacts(
        @Nullable ZoneId zone, @Nullable QuietHoursWindow quietHours, Set<String> channels, UserPreferences wishes) {
    public UserFacts {
        channels = Set.copyOf(channels);
    }

    /** A person without other wishes. */
    public UserFacts(@Nullable ZoneId zone, @Nullable QuietHoursWindow quietHours, Set<String> channels) {
        this(zone, quietHours, channels, UserPreferences.NONE);
    }
}
