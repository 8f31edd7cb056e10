package dev.oneping.rules.fact;

import dev.oneping.model.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a notification that made a sound.
 *
 * @param device the device; null for a channel or a group
 * @param at     the start of the attempt
 * @param push   whether a push service delivered it
 * @param bundled whether the sound was that of another notification, whose wait ended together with that of this one
 */
public record Ring(@Nullable DeviceId device, Instant at, boolean push, boolean bundled) {

    /** Creates a ring of its own. */
    public Ring(@Nullable DeviceId device, Instant at, boolean push) {
        this(device, at, push, false);
    }
}
