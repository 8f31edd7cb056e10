package dev.oneping.presence.person;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address as stored: its kind is readable, the address itself only with the key.
 *
 * @param kind   {@code webpush}, {@code fcm}, {@code apns}; for a contact the channel's name
 * @param sealed the address, encrypted; empty once it is lost
 * @param mark   equal for equal addresses, without revealing them
 * @param since  when it was set
 * @param lost   why it is no longer good, as a stable code; null while it is good
 */
public record SealedAddress(
        String kind,
        String sealed,
        String mark,
        Instant since,
        @Nullable String lost) {

    /** Returns whether the address is usable, as far as known. */
    public boolean isGood() {
        return lost == null;
    }

    public SealedAddress asLost(String reason) {
        return new SealedAddress(kind, "", mark, since, reason);
    }

    /** Returns whether the address was lost between the two. */
    static boolean isLostNow(@Nullable SealedAddress before, @Nullable SealedAddress after) {
        return before != null
                && before.isGood()
                && after != null
                && !after.isGood()
                && Objects.equals(before.mark(), after.mark());
    }
}
