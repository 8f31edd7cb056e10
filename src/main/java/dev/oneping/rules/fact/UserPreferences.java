package dev.oneping.rules.fact;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user's preferences, apart from quiet hours.
 *
 * @param dndUntil        the end of do-not-disturb; null for none
 * @param mutedCategories the muted categories
 * @param channels        the channels enabled for this notification's category; null for all
 */
public record UserPreferences(
        @Nullable Instant dndUntil,
        Set<String> mutedCategories,
        @Nullable Set<String> channels) {

    /** No preferences. */
    public static final UserPreferences NONE = new UserPreferences(null, Set.of(), null);

    public UserPreferences {
        mutedCategories = Set.copyOf(mutedCategories);
        channels = channels == null ? null : Set.copyOf(channels);
    }
}
