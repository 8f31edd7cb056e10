package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.NotificationId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notification that ended because a newer one supersedes it, and that its devices show until the target of the newer
 * one is known.
 *
 * @param id      the notification
 * @param version the version of the state that ended it
 * @param shown   the attempt that shows it; null if it was only displayed without sound
 * @param silent  the further devices that show it without sound
 */
public record Superseded(
        NotificationId id,
        long version,
        @Nullable Attempt shown,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Display> silent) {

    /** The reason of its retraction. */
    public static final String REPLACED = "replaced";

    /** Copies the displays; JSON leaves an empty list out. */
    @SuppressWarnings("NullAway") // Jackson passes null for a missing list.
    public Superseded {
        silent = silent == null ? List.of() : List.copyOf(silent);
    }

    /** Returns what its devices show of an open notification that ends with the next version; empty if none shows it. */
    public static Optional<Superseded> of(VersionedState before) {
        Attempt shown = before.state().shown().orElse(null);
        List<Display> silent = before.state().silent();
        return shown == null && silent.isEmpty()
                ? Optional.empty()
                : Optional.of(new Superseded(before.id(), before.version() + 1, shown, silent));
    }

    /** Returns the retraction for its devices. */
    public Retraction retraction() {
        return new Retraction(id, version, REPLACED);
    }
}
