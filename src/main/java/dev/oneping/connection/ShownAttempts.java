package dev.oneping.connection;

import dev.oneping.model.NotificationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The notifications that a client has been sent and that are neither retracted nor answered, each with its latest attempt: no
 * attempt is sent to it twice. Bounded: of more than {@value #MAX} the oldest are forgotten, which costs a repeated
 * frame. Owned by one event loop at a time.
 */
public final class ShownAttempts {

    private static final int MAX = 100;
    private static final int AT_FIRST = 4;

    private final Map<NotificationId, Integer> attempts = LinkedHashMap.newLinkedHashMap(AT_FIRST);

    /** Adds an attempt; false, without effect, if the client has it or a later one. */
    boolean add(NotificationId id, int attempt) {
        Integer known = attempts.get(id);
        if (known != null && attempt <= known) {
            return false;
        }
        attempts.put(id, attempt);
        if (attempts.size() > MAX) {
            attempts.remove(attempts.keySet().iterator().next());
        }
        return true;
    }

    /** Removes a notification that was retracted or answered. */
    void remove(NotificationId id) {
        attempts.remove(id);
    }

    /** Returns the notifications, oldest first. */
    public List<NotificationId> notifications() {
        return List.copyOf(attempts.keySet());
    }
}
