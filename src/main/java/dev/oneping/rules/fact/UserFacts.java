package dev.oneping.rules.fact;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a user that rules can use.
 *
 * @param zone        the user's time zone; null if unknown, which makes every local time unknown
 * @param quietHours  the user's quiet hours; null for none
 * @param channels    the channels on which the user has an address, for example {@code push}
 * @param preferences the user's other preferences
 */
public record UserFacts(
        @Nullable ZoneId zone,
        @Nullable QuietHoursWindow quietHours,
        Set<String> channels,
        UserPreferences preferences) {
    public UserFacts {
        channels = Set.copyOf(channels);
    }

    /** Creates facts without other preferences. */
    public UserFacts(@Nullable ZoneId zone, @Nullable QuietHoursWindow quietHours, Set<String> channels) {
        this(zone, quietHours, channels, UserPreferences.NONE);
    }
}
