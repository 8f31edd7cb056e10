package dev.oneping.presence.watch;

import dev.oneping.model.UserId;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.attention.Attention;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person as others may see it.
 *
 * @param online    whether the person can be seen on any device
 * @param attention that of the most attentive of them; {@code unknown} where there is none
 * @param since     since when it is seen so; absent where nothing ever was
 */
public record VisiblePresence(
        UserId user,
        boolean online,
        Attention.State attention,
        @Nullable Instant since) {

    static VisiblePresence of(UserId user, Seen seen) {
        return new VisiblePresence(user, seen.online(), seen.attention(), seen.since());
    }
}
