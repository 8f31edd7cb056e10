package dev.oneping.presence.preference;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wishes of one category of notifications.
 *
 * @param muted    whether none of it shall come at all
 * @param channels on which channels it may come; null for all, empty for none but live devices
 */
public record CategoryPreference(
        @Nullable Boolean muted, @Nullable Set<String> channels) {

    private static final Pattern WORD = Pattern.compile("[a-z0-9_-]{1,32}");
    private static final int MAX_CHANNELS = 16;

    /** @throws IllegalArgumentException if a channel is no word, or there are too many */
    public CategoryPreference {
        if (channels != null) {
            channels = Set.copyOf(channels);
            if (channels.size() > MAX_CHANNELS
                    || !channels.stream().allMatch(name -> WORD.matcher(name).matches())) {
                throw new IllegalArgumentException("channels must be at most 16 words of a-z 0-9 _ -");
            }
        }
    }

    /** Whether none of it shall come. */
    public boolean silences() {
        return Boolean.TRUE.equals(muted);
    }

    /** Whether it may come on that channel. */
    public boolean allows(String channel) {
        return channels == null || channels.contains(channel);
    }
}
