package dev.oneping.rules.fact;

import dev.oneping.model.ActivityKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Further facts about a device's surroundings and activity. Null means unknown.
 *
 * @param kind               the kind of device, for example {@code desktop}; null to derive it from the platform
 * @param places             the user's names for the places that it is in; empty for none that has a name
 * @param capabilities       its capabilities; null if not reported
 * @param activity           whether the user is typing, in a call and so on; without the kinds that are unknown
 * @param batteryMinutesLeft the estimated battery time left
 * @param lastAckAt          the time of the user's last response on it
 * @param coLocated          whether another device online is at the same place
 * @param ackChance          the learned probability that the user responds on it within the ack window at this hour,
 *     0 to 1
 * @param zone               the zone of its clock
 */
public record DeviceContext(
        @Nullable String kind,
        @Nullable Set<String> places,
        @Nullable Set<String> capabilities,
        Map<ActivityKind, Boolean> activity,
        @Nullable Double batteryMinutesLeft,
        @Nullable Instant lastAckAt,
        @Nullable Boolean coLocated,
        @Nullable Double ackChance,
        @Nullable ZoneId zone) {

    /**
     * The maximum number of places or capabilities evaluated, so that the cost of expressions does not depend on
     * clients.
     */
    public static final int MAX_WORDS = 32;

    /** Everything is unknown. */
    public static final DeviceContext UNKNOWN =
            new DeviceContext(null, null, null, Map.of(), null, null, null, null, null);

    public DeviceContext {
        places = bounded(places);
        capabilities = bounded(capabilities);
    }

    /** Returns whether that is the user's activity on it; null if unknown. */
    public @Nullable Boolean is(ActivityKind kind) {
        return activity.get(kind);
    }

    /** Returns the highest {@link ActivityKind#occupation} of the current activities. */
    public int occupation() {
        int highest = 0;
        for (ActivityKind kind : ActivityKind.ALL) {
            if (Boolean.TRUE.equals(is(kind))) {
                highest = Math.max(highest, kind.occupation());
            }
        }
        return highest;
    }

    private static @Nullable Set<String> bounded(@Nullable Set<String> words) {
        return words == null || words.size() <= MAX_WORDS
                ? words == null ? null : Set.copyOf(words)
                : words.stream().sorted().limit(MAX_WORDS).collect(Collectors.toUnmodifiableSet());
    }
}
