package dev.oneping.presence;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An address as it is kept: what kind it is can be read, the address itself only with the key.
 *
 * @param kind   {@code webpush}, {@code fcm}, {@code apns}; for a contact the channel's name
 * @param sealed the address, encrypted; empty once it is lost
 * @param mark   the same for the same address, and tells nothing of it
 * @param since  since when it has been the address
 * @param lost   why it is no longer good, as a stable code; null while it is
 */
public record SealedAddress(
        String kind,
        String sealed,
        String mark,
        Instant since,
        @Nullable String lost) {

    /** Whether it can be used, as far as anybody knows. */
    public boolean isGood() {
        return lost == null;
    }

    SealedAddress lostFor(String reason) {
        return new SealedAddress(kind, "", mark, since, reason);
    }

    /** Whether that one has been lost since. */
    static boolean isLostNow(@Nullable SealedAddress before, @Nullable SealedAddress after) {
        return before != null
                && before.isGood()
                && after != null
                && !after.isGood()
                && Objects.equals(before.mark(), after.mark());
    }
}
