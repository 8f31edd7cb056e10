package dev.oneping.rules;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of where a device is and what it is doing. A null means that nobody knows.
 *
 * @param kind               what it is to people, for example {@code desktop}; null to go by its platform
 * @param places             the person's names for the places that it is in; empty for none that has a name
 * @param capabilities       what it can show or do; null where it never said
 * @param typing             whether somebody is typing on it
 * @param inCall             whether somebody is in a call on it
 * @param presenting         whether others can see its screen
 * @param dnd                whether its system was told not to disturb
 * @param batteryMinutesLeft how long its battery will last
 * @param lastAckAt          when a person last answered a notification on it
 * @param coLocated          whether another device online is at the same place
 * @param ackChance          the learned chance that a person answers on it within the ack window at this hour, 0 to 1
 * @param zone               the zone of its clock
 */
public record DeviceContext(
        @Nullable String kind,
        @Nullable Set<String> places,
        @Nullable Set<String> capabilities,
        @Nullable Boolean typing,
        @Nullable Boolean inCall,
        @Nullable Boolean presenting,
        @Nullable Boolean dnd,
        @Nullable Double batteryMinutesLeft,
        @Nullable Instant lastAckAt,
        @Nullable Boolean coLocated,
        @Nullable Double ackChance,
        @Nullable ZoneId zone) {

    /** More places or capabilities than this are not looked at, so that no expression grows with what a client sends. */
    public static final int MAX_WORDS = 32;

    /** Nobody knows anything. */
    public static final DeviceContext UNKNOWN =
            new DeviceContext(null, null, null, null, null, null, null, null, null, null, null, null);

    public DeviceContext {
        places = bounded(places);
        capabilities = bounded(capabilities);
    }

    private static @Nullable Set<String> bounded(@Nullable Set<String> words) {
        return words == null || words.size() <= MAX_WORDS
                ? words == null ? null : Set.copyOf(words)
                : words.stream().sorted().limit(MAX_WORDS).collect(Collectors.toUnmodifiableSet());
    }
}
