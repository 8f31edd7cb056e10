package dev.oneping.watch;

import dev.oneping.model.UserId;
import dev.oneping.presence.Presence.Seen;
import dev.oneping.presence.attention.Attention;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's presence as other users may see it.
 *
 * @param online    whether the user is seen online on any device
 * @param attention the attention of the most attentive visible device; {@code unknown} if there is none
 * @param since     when it last changed; absent if nothing was ever seen
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
