package dev.oneping.rules;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person wishes, beside quiet hours.
 *
 * @param dndUntil        until when not to be disturbed at all; null for no such wish
 * @param mutedCategories the categories that the person does not want
 * @param channels        the channels that the person wants for this notification's category; null for all
 */
public record UserPreferences(
        @Nullable Instant dndUntil,
        Set<String> mutedCategories,
        @Nullable Set<String> channels) {

    /** None. */
    public static final UserPreferences NONE = new UserPreferences(null, Set.of(), null);

    public UserPreferences {
        mutedCategories = Set.copyOf(mutedCategories);
        channels = channels == null ? null : Set.copyOf(channels);
    }
}
