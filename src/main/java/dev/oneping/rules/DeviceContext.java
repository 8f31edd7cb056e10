package dev.oneping.rules;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What else is known of where a device is and what it is doing. A null means that nobody knows.
 *
 * @param place              the person's name for the place that it is in; an empty text for none of the named ones
 * @param zone               the time zone that it reports
 * @param capabilities       what it can show or do; null where it never said
 * @param typing             whether somebody is typing on it
 * @param inCall             whether somebody is in a call on it
 * @param presenting         whether others can see its screen
 * @param dnd                whether its system was told not to disturb
 * @param batteryMinutesLeft how long its battery will last
 * @param lastAckAt          when a person last answered a notification on it
 * @param coLocated          whether another device online is at the same place
 * @param ackChance          the learned chance that a person answers on it within the ack window at this hour, 0 to 1
 */
public record DeviceContext(
        @Nullable String place,
        @Nullable String zone,
        @Nullable Set<String> capabilities,
        @Nullable Boolean typing,
        @Nullable Boolean inCall,
        @Nullable Boolean presenting,
        @Nullable Boolean dnd,
        @Nullable Double batteryMinutesLeft,
        @Nullable Instant lastAckAt,
        @Nullable Boolean coLocated,
        @Nullable Double ackChance) {

    /** More capabilities than this are not looked at, so that no expression grows with what a client sends. */
    public static final int MAX_CAPABILITIES = 32;

    /** Nobody knows anything. */
    public static final DeviceContext UNKNOWN =
            new DeviceContext(null, null, null, null, null, null, null, null, null, null, null);

    public DeviceContext {
        if (capabilities != null) {
            capabilities = capabilities.stream()
                    .sorted()
                    .limit(MAX_CAPABILITIES)
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
        }
    }

    /** The same with a learned chance. */
    public DeviceContext withAckChance(@Nullable Double chance) {
        return new DeviceContext(
                place,
                zone,
                capabilities,
                typing,
                inCall,
                presenting,
                dnd,
                batteryMinutesLeft,
                lastAckAt,
                coLocated,
                chance);
    }
}
