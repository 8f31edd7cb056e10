package dev.oneping.rules;

import java.time.Instant;
import java.util.List;

/**
 * Everything that one decision may look at. The same facts under the same rule set give the same decision, always.
 *
 * @param now          the instant of the turn; the only clock a rule knows
 * @param notification what is to be delivered, without its content
 * @param user         the person
 * @param devices      the person's devices, in any order
 * @param history      how the person was interrupted lately
 */
public record Facts(
        Instant now, NotificationFacts notification, UserFacts user, List<DeviceFacts> devices, History history) {
    public Facts {
        devices = List.copyOf(devices);
    }

    /** Facts about a person who was not interrupted lately. */
    public Facts(Instant now, NotificationFacts notification, UserFacts user, List<DeviceFacts> devices) {
        this(now, notification, user, devices, History.NONE);
    }
}
