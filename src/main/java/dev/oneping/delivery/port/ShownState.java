package dev.oneping.delivery.port;

import dev.oneping.model.NotificationId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of notifications that a device shows or is about to show.
 *
 * @param over     those that it must remove: they have ended, have moved to another device, or never belonged to the user
 * @param attempts the number of the attempt that shows each of the others
 * @param silent   those of the others whose sound is over or elsewhere
 */
public record ShownState(List<NotificationId> over, Map<NotificationId, Integer> attempts, Set<NotificationId> silent) {

    /** The state of no notifications. */
    public static final ShownState NOTHING = new ShownState(List.of(), Map.of(), Set.of());

    /** Copies the collections. */
    public ShownState {
        over = List.copyOf(over);
        attempts = Map.copyOf(attempts);
        silent = Set.copyOf(silent);
    }
}
