package dev.oneping.rules;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person wishes, beside quiet hours.
 *
 * @param dndUntil        until when not to be disturbed at all; null for no such wish
 * @param mutedCategories the categories that the person does not want
 * @param mutedChannels   the channels that the person does not want for this notification's category
 */
public record Wishes(@Nullable Instant dndUntil, Set<String> mutedCategories, Set<String> mutedChannels) {

    /** None. */
    public static final Wishes NONE = new Wishes(null, Set.of(), Set.of());

    public Wishes {
        mutedCategories = Set.copyOf(mutedCategories);
        mutedChannels = Set.copyOf(mutedChannels);
    }
}
