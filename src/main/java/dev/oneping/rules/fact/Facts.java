package dev.oneping.rules.fact;

import java.time.Instant;
import java.util.List;

/**
 * The complete input of one decision. The same facts under the same rule set always give the same decision.
 *
 * @param now          the time of the decision; rules know no other clock
 * @param notification the notification, without its content
 * @param user         the user
 * @param devices      the user's devices, in any order
 * @param history      the user's recent interruptions
 */
public record Facts(
        Instant now, NotificationFacts notification, UserFacts user, List<DeviceFacts> devices, History history) {
    public Facts {
        devices = List.copyOf(devices);
    }

    /** Creates facts without recent interruptions. */
    public Facts(Instant now, NotificationFacts notification, UserFacts user, List<DeviceFacts> devices) {
        this(now, notification, user, devices, History.NONE);
    }
}
