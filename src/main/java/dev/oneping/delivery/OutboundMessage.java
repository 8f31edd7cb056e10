package dev.oneping.delivery;

import dev.oneping.model.UserRef;
import java.time.Instant;

/**
 * A message that a channel sends.
 *
 * @param id           names this attempt at this target, the same each time it is sent: {@code
 *                     notification:attempt:target}
 * @param presentation the content to show
 * @param startedAt    when the attempt began
 */
public record OutboundMessage(String id, DeviceMessage presentation, Instant startedAt) {

    /** Creates the message of a committed attempt. */
    public static OutboundMessage of(DeviceMessage presentation, Attempt attempt) {
        Target target = attempt.target();
        String name = target.device() != null ? target.device().value() : String.valueOf(target.channel());
        return new OutboundMessage(
                presentation.notification().id() + ":" + attempt.number() + ":" + name,
                presentation,
                attempt.startedAt());
    }

    /** Returns the recipient. */
    public UserRef to() {
        return presentation.notification().to();
    }
}
