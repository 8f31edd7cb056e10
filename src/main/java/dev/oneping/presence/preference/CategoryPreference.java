package dev.oneping.presence.preference;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A user's preference for one category of notifications.
 *
 * @param muted    whether all of it is suppressed
 * @param channels the allowed channels, of which {@code push} stands for the user's devices, connected or not; null for all, empty
 *                 for none
 */
public record CategoryPreference(
        @Nullable Boolean muted, @Nullable Set<String> channels) {

    private static final Pattern WORD = Pattern.compile("[a-z0-9_-]{1,32}");
    private static final int MAX_CHANNELS = 16;

    /** @throws IllegalArgumentException if a channel is malformed, or there are too many */
    public CategoryPreference {
        if (channels != null) {
            channels = Set.copyOf(channels);
            if (channels.size() > MAX_CHANNELS
                    || !channels.stream().allMatch(name -> WORD.matcher(name).matches())) {
                throw new IllegalArgumentException("channels must be at most 16 words of a-z 0-9 _ -");
            }
        }
    }

    /** Returns whether the category is suppressed. */
    public boolean silences() {
        return Boolean.TRUE.equals(muted);
    }

    /** Returns whether the category may use this channel. */
    public boolean allows(String channel) {
        return channels == null || channels.contains(channel);
    }
}
